package io.github.deepfer.api.internal.image.vp8;

import java.util.Arrays;

/**
 * A plane of samples with what prediction finds around it (RFC 6386, section 12.2): 127 above, 129
 * to the left.
 */
final class Plane {
  private static final byte ABOVE = 127;
  private static final byte LEFT = (byte) 129;

  final byte[] samples;
  final int stride;

  /**
   * A plane of any samples.
   *
   * @param beyond columns to the right of it
   */
  Plane(int width, int height, int beyond) {
    stride = 1 + width + beyond;
    samples = new byte[stride * (height + 1)];
    Arrays.fill(samples, 0, stride, ABOVE);
    for (int y = 1; y <= height; y++) {
      samples[y * stride] = LEFT;
    }
  }

  /** Where a sample is. */
  int at(int x, int y) {
    return (y + 1) * stride + x + 1;
  }

  int get(int at) {
    return samples[at] & 0xFF;
  }

  void set(int at, int value) {
    samples[at] = (byte) (value < 0 ? 0 : Math.min(value, 255));
  }

  void fill(int at, int size, int value) {
    for (int y = 0; y < size; y++) {
      Arrays.fill(samples, at + y * stride, at + y * stride + size, (byte) value);
    }
  }
}
