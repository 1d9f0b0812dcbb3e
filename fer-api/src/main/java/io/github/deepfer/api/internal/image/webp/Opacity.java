package io.github.deepfer.api.internal.image.webp;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import java.util.Arrays;

/** The opacity of a lossy picture, a chunk of its own (RFC 9649, section 2.7.1.2). */
final class Opacity {
  private static final int VERTICAL = 2;
  private static final int GRADIENT = 3;

  private Opacity() {}

  static byte[] decode(ByteReader bytes, int start, int end, int width, int height)
      throws Malformed {
    int flags = bytes.u8(start);
    int data = start + 1;
    byte[] opacity;
    if ((flags & 3) == 0) {
      if (end - data < width * height) {
        throw bytes.cutShort();
      }
      opacity = Arrays.copyOfRange(bytes.file(), data, data + width * height);
    } else if ((flags & 3) == 1) {
      opacity = LosslessFrame.opacity(bytes, data, end, width, height);
    } else {
      throw Malformed.damaged("its opacity is compressed by method " + (flags & 3));
    }
    unfilter(opacity, width, flags >> 2 & 3);
    return opacity;
  }

  /** Samples are what they differ by from those beside and above. */
  private static void unfilter(byte[] opacity, int width, int filter) {
    for (int i = 1; filter != 0 && i < opacity.length; i++) {
      int left = i % width == 0 ? -1 : opacity[i - 1] & 0xFF;
      int above = i < width ? -1 : opacity[i - width] & 0xFF;
      int predicted;
      if (left < 0 || (filter == VERTICAL && above >= 0)) {
        predicted = above;
      } else if (filter == GRADIENT && above >= 0) {
        int corner = opacity[i - width - 1] & 0xFF;
        predicted = Math.max(0, Math.min(255, left + above - corner));
      } else {
        predicted = left;
      }
      opacity[i] += (byte) predicted;
    }
  }
}
