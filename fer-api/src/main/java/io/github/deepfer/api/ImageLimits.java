package io.github.deepfer.api;

/**
 * What a picture may cost at most; checked from its header before anything is decoded.
 *
 * @param maxPixels most pixels, width times height
 * @param maxBytes most bytes of the encoded file
 */
public record ImageLimits(long maxPixels, long maxBytes) {
  /** 100 megapixels and 256 MiB. */
  public static final ImageLimits DEFAULT = new ImageLimits(100_000_000L, 256L << 20);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a limit is below 1
   */
  public ImageLimits {
    if (maxPixels < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "limits must be at least 1, got " + maxPixels + " pixels and " + maxBytes + " bytes");
    }
  }
}
