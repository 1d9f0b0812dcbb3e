package io.github.deepfer.api.spi;

/**
 * What a picture file says of itself before it is decoded.
 *
 * @param width stored width in pixels
 * @param height stored height in pixels
 * @param orientation how the stored picture is turned: 1 to 8 as EXIF numbers it, 1 upright; any
 *     other number is taken for 1
 */
public record ImageHeader(int width, int height, int orientation) {
  private static final int UPRIGHT = 1;

  /**
   * The header of a picture that is stored upright.
   *
   * @param width width in pixels
   * @param height height in pixels
   */
  public ImageHeader(int width, int height) {
    this(width, height, UPRIGHT);
  }
}
