package io.github.deepfer.api;

/**
 * A position in a picture; integer coordinates are pixel centres.
 *
 * @param x distance from the left edge in pixels
 * @param y distance from the top edge in pixels
 */
public record Point(float x, float y) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  public Point {
    if (!Float.isFinite(x) || !Float.isFinite(y)) {
      throw new IllegalArgumentException("a point needs finite values, got " + x + ", " + y);
    }
  }
}
