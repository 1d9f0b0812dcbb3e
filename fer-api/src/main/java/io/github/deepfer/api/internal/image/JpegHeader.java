package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.internal.image.ImageHeader.Malformed;

/** JPEG markers (ITU-T T.81, annex B) from the first to the end of the picture. */
final class JpegHeader {
  private static final int APP1 = 0xE1;
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;

  private JpegHeader() {}

  static ImageHeader parse(ByteReader bytes) throws Malformed {
    int width = 0;
    int height = 0;
    Orientation orientation = Orientation.UPRIGHT;
    int at = 2;
    while (true) {
      int marker = marker(bytes, at);
      // Any number of fill bytes 0xFF may stand before a marker.
      if (marker == 0xFF) {
        at++;
        continue;
      }
      at += 2;
      if (marker == END_OF_IMAGE) {
        break;
      }
      if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
        continue;
      }
      int length = bytes.u16(at);
      if (isStartOfFrame(marker)) {
        height = bytes.u16(at + 3);
        width = bytes.u16(at + 5);
      } else if (marker == APP1 && bytes.startsWith(at + 2, 'E', 'x', 'i', 'f', 0, 0)) {
        orientation = Exif.orientation(bytes, at + 8, at + length);
      }
      at += length;
      if (marker == START_OF_SCAN) {
        at = endOfScan(bytes, at);
      }
    }
    return new ImageHeader(width, height, orientation);
  }

  private static int marker(ByteReader bytes, int at) throws Malformed {
    if (bytes.u8(at) != 0xFF) {
      throw new Malformed("is damaged: no JPEG marker at byte " + at);
    }
    return bytes.u8(at + 1);
  }

  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Entropy-coded data runs to the next marker that is neither stuffing nor a restart. */
  private static int endOfScan(ByteReader bytes, int start) throws Malformed {
    byte[] file = bytes.file();
    for (int at = start; at < file.length - 1; at++) {
      if (file[at] == (byte) 0xFF) {
        int next = file[at + 1] & 0xFF;
        if (next != 0 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7)) {
          return at;
        }
      }
    }
    throw bytes.cutShort();
  }
}
