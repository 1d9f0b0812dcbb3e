package io.github.deepfer.api;

/** The bytes of one pixel, in memory order, 8 bits each. */
public enum PixelFormat {
  /** One byte of brightness. */
  GRAY(1, 0, 0, 0),
  /** Red, green, blue. */
  RGB(3, 0, 1, 2),
  /** Blue, green, red: what OpenCV uses. */
  BGR(3, 2, 1, 0),
  /** Red, green, blue and a fourth byte that is ignored. */
  RGBA(4, 0, 1, 2),
  /** Blue, green, red and a fourth byte that is ignored. */
  BGRA(4, 2, 1, 0);

  private final int bytesPerPixel;
  private final int red;
  private final int green;
  private final int blue;

  PixelFormat(int bytesPerPixel, int red, int green, int blue) {
    this.bytesPerPixel = bytesPerPixel;
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /**
   * The size of a pixel.
   *
   * @return 1, 3 or 4
   */
  public int bytesPerPixel() {
    return bytesPerPixel;
  }

  /**
   * Where red is in a pixel.
   *
   * @return the offset of the red byte; 0 for grey
   */
  public int red() {
    return red;
  }

  /**
   * Where green is in a pixel.
   *
   * @return the offset of the green byte; 0 for grey
   */
  public int green() {
    return green;
  }

  /**
   * Where blue is in a pixel.
   *
   * @return the offset of the blue byte; 0 for grey
   */
  public int blue() {
    return blue;
  }
}
