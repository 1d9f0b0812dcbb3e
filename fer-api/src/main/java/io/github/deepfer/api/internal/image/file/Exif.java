package io.github.deepfer.api.internal.image.file;

/** The orientation in an EXIF block, which is a TIFF structure (CIPA DC-008). */
public final class Exif {
  private static final int ORIENTATION = 0x0112;

  private static final int BYTE = 1;
  private static final int LONG = 4;

  private Exif() {}

  /** Damaged EXIF data says nothing of the picture, so it is passed over. */
  public static Orientation orientation(ByteReader bytes, int tiff, int end) {
    try {
      boolean little = bytes.startsWith(tiff, 'I', 'I');
      long directory = tiff + u32(bytes, little, tiff + 4L);
      int entries = u16(bytes, little, directory);
      for (int i = 0; i < entries; i++) {
        long entry = directory + 2 + 12L * i;
        if (entry + 12 > end) {
          break;
        }
        if (u16(bytes, little, entry) == ORIENTATION) {
          return Orientation.ofTag((int) number(bytes, little, entry));
        }
      }
    } catch (Malformed e) {
      return Orientation.UPRIGHT;
    }
    return Orientation.UPRIGHT;
  }

  /** SHORT is right, but some writers take another type, and readers do not mind. */
  private static long number(ByteReader bytes, boolean little, long entry) throws Malformed {
    return switch (u16(bytes, little, entry + 2)) {
      case BYTE -> bytes.u8(entry + 8);
      case LONG -> u32(bytes, little, entry + 8);
      default -> u16(bytes, little, entry + 8);
    };
  }

  private static int u16(ByteReader bytes, boolean little, long at) throws Malformed {
    return little ? bytes.u16le(at) : bytes.u16(at);
  }

  private static long u32(ByteReader bytes, boolean little, long at) throws Malformed {
    return little ? bytes.u32le(at) : bytes.u32(at);
  }
}
