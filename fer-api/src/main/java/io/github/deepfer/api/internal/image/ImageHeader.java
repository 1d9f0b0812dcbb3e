package io.github.deepfer.api.internal.image;

/**
 * What the bytes of a picture file say of it before anything is decoded, and whether they are
 * complete.
 *
 * @param width stored width in pixels
 * @param height stored height in pixels
 * @param orientation how the stored picture is turned
 */
record ImageHeader(int width, int height, Orientation orientation) {

  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  long pixels() {
    return (long) width * height;
  }

  static ImageHeader parse(byte[] file) throws Malformed {
    if (file.length == 0) {
      throw new Malformed("is empty; a picture was expected");
    }
    ByteReader bytes = new ByteReader(file);
    ImageHeader header;
    if (bytes.startsWith(0, 0xFF, 0xD8, 0xFF)) {
      header = JpegHeader.parse(bytes);
    } else if (bytes.startsWith(0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
      header = PngHeader.parse(bytes);
    } else if (bytes.startsWith(0, 'G', 'I', 'F', '8')) {
      header = new ImageHeader(bytes.u16le(6), bytes.u16le(8), Orientation.UPRIGHT);
    } else if (bytes.startsWith(0, 'R', 'I', 'F', 'F') && bytes.startsWith(8, 'W', 'E', 'B', 'P')) {
      header = WebpHeader.parse(bytes);
    } else if (bytes.startsWith(0, 'B', 'M') && file.length > 26) {
      header = bmp(bytes);
    } else {
      throw new Malformed(
          "is not a picture that can be read (its first bytes are "
              + bytes.firstBytes()
              + "); JPEG, PNG, GIF, BMP and WebP are");
    }
    if (header.width < 1 || header.height < 1) {
      throw new Malformed(
          "is damaged: its header says " + header.width + "x" + header.height + " pixels");
    }
    return header;
  }

  private static ImageHeader bmp(ByteReader bytes) throws Malformed {
    // BITMAPCOREHEADER has 16-bit sizes; a negative height means rows from the top.
    boolean core = bytes.u32le(14) == 12;
    int width = core ? bytes.u16le(18) : (int) bytes.u32le(18);
    int height = core ? bytes.u16le(20) : (int) bytes.u32le(22);
    return new ImageHeader(width, Math.abs(height), Orientation.UPRIGHT);
  }
}
