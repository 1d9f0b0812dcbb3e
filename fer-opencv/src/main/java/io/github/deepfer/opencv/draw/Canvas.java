package io.github.deepfer.opencv.draw;

/**
 * BGR pixels that are painted on.
 *
 * @param pixels densely packed
 * @param width in pixels
 * @param height in pixels
 */
@SuppressWarnings("ArrayRecordComponent") // it is painted on, never compared
record Canvas(byte[] pixels, int width, int height) {
  /** Lays a colour over a rectangle; what sticks out is cut off. */
  void fill(int left, int top, int right, int bottom, int color, int weight) {
    for (int y = Math.max(0, top); y < Math.min(height, bottom); y++) {
      for (int x = Math.max(0, left); x < Math.min(width, right); x++) {
        blend(x, y, color, weight);
      }
    }
  }

  /** Lays a colour over a pixel, by a weight of 0 to 255; outside nothing happens. */
  void blend(int x, int y, int color, int weight) {
    if (weight == 0 || x < 0 || y < 0 || x >= width || y >= height) {
      return;
    }
    int at = (y * width + x) * 3;
    for (int channel = 0; channel < 3; channel++) {
      pixels[at + channel] = (byte) mix(pixels[at + channel], color >> (8 * channel), weight);
    }
  }

  static int mix(int below, int above, int weight) {
    return ((below & 0xFF) * (255 - weight) + (above & 0xFF) * weight + 127) / 255;
  }
}
