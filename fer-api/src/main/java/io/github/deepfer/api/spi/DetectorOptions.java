package io.github.deepfer.api.spi;

import org.jspecify.annotations.Nullable;

/**
 * What every face detector understands.
 *
 * @param minFaceSize faces whose box is narrower are not looked for, in pixels; 0 leaves it to the
 *     detector
 * @param model the user's own model file, for providers that have a {@link
 *     FaceDetectorProvider#format()}; null leaves it to the provider
 */
public record DetectorOptions(int minFaceSize, @Nullable Model model) {
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

  /**
   * Options without a model file.
   *
   * @param minFaceSize as above
   * @throws IllegalArgumentException if the size is negative
   */
  public DetectorOptions(int minFaceSize) {
    this(minFaceSize, null);
  }
}
