package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import java.nio.file.Path;

/** What a user writes first: {@code FirstResult FRAME}. */
public final class FirstResult {
  private FirstResult() {}

  public static void main(String[] args) {
    try (Pipeline pipeline = Pipeline.create()) {
      if (pipeline.analyze(Image.read(Path.of(args[0]))).faces().size() != 1) {
        throw new IllegalStateException("one face expected");
      }
    }
  }
}
