package io.github.deepfer.api.internal.image.webp;

/** Pixels as 0xAARRGGBB, whose channels are computed with all at once. */
final class Argb {
  private Argb() {}

  /** The sum of each channel without carry. */
  static int add(int first, int second) {
    int even = (first & 0x00FF00FF) + (second & 0x00FF00FF);
    int odd = (first & 0xFF00FF00) + (second & 0xFF00FF00);
    return (even & 0x00FF00FF) | (odd & 0xFF00FF00);
  }

  /** The mean of each channel, rounded down. */
  static int mean(int first, int second) {
    return ((first ^ second) >>> 1 & 0x7F7F7F7F) + (first & second);
  }

  static int channel(int argb, int shift) {
    return argb >>> shift & 0xFF;
  }
}
