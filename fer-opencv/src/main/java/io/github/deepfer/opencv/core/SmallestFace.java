package io.github.deepfer.opencv.core;

/**
 * The narrowest box that is looked for.
 *
 * @param pixels its width; 0 derives it from the picture
 */
public record SmallestFace(int pixels) {
  private static final int FACES_PER_SHORTER_SIDE = 20;

  public static final SmallestFace DERIVED = new SmallestFace(0);

  public SmallestFace {
    if (pixels < 0) {
      throw new IllegalArgumentException(
          "the smallest face size must be 0 or more pixels, got " + pixels);
    }
  }

  /**
   * Its width in a picture.
   *
   * @param least what a derived width is not below
   */
  public int in(int width, int height, int least) {
    return pixels > 0 ? pixels : Math.max(least, Math.min(width, height) / FACES_PER_SHORTER_SIDE);
  }
}
