package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.internal.image.ImageHeader.Malformed;

/** PNG chunks (ISO/IEC 15948) from IHDR to IEND. */
final class PngHeader {
  private static final int CHUNK_OVERHEAD = 12;

  private PngHeader() {}

  static ImageHeader parse(ByteReader bytes) throws Malformed {
    if (!bytes.startsWith(12, 'I', 'H', 'D', 'R')) {
      throw new Malformed("is damaged: a PNG must start with an IHDR chunk");
    }
    int width = (int) Math.min(Integer.MAX_VALUE, bytes.u32(16));
    int height = (int) Math.min(Integer.MAX_VALUE, bytes.u32(20));
    Orientation orientation = Orientation.UPRIGHT;
    long at = 8;
    boolean ended = false;
    while (!ended) {
      int length = bytes.size32(at);
      if (bytes.startsWith(at + 4, 'e', 'X', 'I', 'f')) {
        orientation = Exif.orientation(bytes, (int) at + 8, (int) at + 8 + length);
      }
      // Its length must be true, too: OpenCV takes as much memory as a chunk claims to need.
      ended = bytes.startsWith(at + 4, 'I', 'E', 'N', 'D');
      at += (long) length + CHUNK_OVERHEAD;
      if (at > bytes.length()) {
        throw bytes.cutShort();
      }
    }
    return new ImageHeader(width, height, orientation);
  }
}
