package io.github.deepfer.benchmarks.endurance;

import java.util.List;

/** What is computed stays right, or a run of hours proves nothing. */
final class Faces {
  private Faces() {}

  static void require(int expected, List<?> faces) {
    if (faces.size() != expected) {
      throw new AssertionError("expected " + expected + " faces, found " + faces);
    }
  }
}
