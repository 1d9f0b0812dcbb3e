package io.github.deepfer.opencv.draw;

/** Colours that go with those of the emotions, as 0xRRGGBB. */
final class Palette {
  static final int INK = 0x15181C;
  static final int PAPER = 0xFFFFFF;

  private Palette() {}

  /** Black or white letters, whichever stand out more (contrast ratio of WCAG 2.2). */
  static int textOn(int color) {
    double luminance = luminance(color) + 0.05;
    return luminance / (luminance(INK) + 0.05) > (luminance(PAPER) + 0.05) / luminance
        ? INK
        : PAPER;
  }

  /** Towards black; 0 is black, 1 the colour itself. */
  static int dimmed(int color, double share) {
    int red = (int) ((color >> 16 & 0xFF) * share);
    int green = (int) ((color >> 8 & 0xFF) * share);
    int blue = (int) ((color & 0xFF) * share);
    return red << 16 | green << 8 | blue;
  }

  private static double luminance(int color) {
    return 0.2126 * linear(color >> 16 & 0xFF)
        + 0.7152 * linear(color >> 8 & 0xFF)
        + 0.0722 * linear(color & 0xFF);
  }

  private static double linear(int value) {
    double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
