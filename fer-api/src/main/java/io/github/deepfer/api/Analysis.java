package io.github.deepfer.api;

import java.util.List;

/**
 * What was found in one picture.
 *
 * @param width width of the upright picture in pixels
 * @param height height of the upright picture in pixels
 * @param faces the faces in reading order: rows from the top, each from left to right; empty when
 *     there is none
 */
public record Analysis(int width, int height, List<Face> faces) {
  /** Copies the list. */
  public Analysis {
    faces = List.copyOf(faces);
  }
}
