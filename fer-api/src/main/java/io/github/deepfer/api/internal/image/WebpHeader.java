package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.internal.image.ImageHeader.Malformed;

/** WebP chunks in their RIFF container (RFC 9649). */
final class WebpHeader {
  private WebpHeader() {}

  static ImageHeader parse(ByteReader bytes) throws Malformed {
    long end = 8L + bytes.size32le(4);
    if (end > bytes.length()) {
      throw bytes.cutShort();
    }
    int width;
    int height;
    Orientation orientation = Orientation.UPRIGHT;
    if (bytes.startsWith(12, 'V', 'P', '8', 'X')) {
      width = bytes.u24le(24) + 1;
      height = bytes.u24le(27) + 1;
      for (long at = 12; at + 8 <= end; ) {
        int length = bytes.size32le(at + 4);
        if (bytes.startsWith(at, 'E', 'X', 'I', 'F')) {
          // Some writers keep the prefix that only JPEG needs.
          int prefix = bytes.startsWith(at + 8, 'E', 'x', 'i', 'f', 0, 0) ? 6 : 0;
          orientation = Exif.orientation(bytes, (int) at + 8 + prefix, (int) at + 8 + length);
        }
        at += 8L + length + (length & 1);
      }
    } else if (bytes.startsWith(12, 'V', 'P', '8', 'L')) {
      long bits = bytes.u32le(21);
      width = (int) (bits & 0x3FFF) + 1;
      height = (int) (bits >> 14 & 0x3FFF) + 1;
    } else if (bytes.startsWith(12, 'V', 'P', '8', ' ')) {
      width = bytes.u16le(26) & 0x3FFF;
      height = bytes.u16le(28) & 0x3FFF;
    } else {
      throw new Malformed("is damaged: a WebP file must hold a VP8, VP8L or VP8X chunk");
    }
    return new ImageHeader(width, height, orientation);
  }
}
