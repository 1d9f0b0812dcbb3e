package io.github.deepfer.api.spi;

/**
 * What every face detector understands.
 *
 * @param minFaceSize faces whose box is narrower are not looked for, in pixels; 0 leaves it to the
 *     detector
 */
public record DetectorOptions(int minFaceSize) {
  /** The detector's own defaults. */
  public static final DetectorOptions DEFAULT = new DetectorOptions(0);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the size is negative
   */
  public DetectorOptions {
    if (minFaceSize < 0) {
      throw new IllegalArgumentException(
          "the smallest face size must be 0 or more pixels, got " + minFaceSize);
    }
  }
}
