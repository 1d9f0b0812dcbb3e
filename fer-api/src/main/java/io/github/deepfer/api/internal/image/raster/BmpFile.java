package io.github.deepfer.api.internal.image.raster;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.internal.image.file.PixelSink;
import io.github.deepfer.api.internal.image.file.Transparency;
import io.github.deepfer.api.spi.ImageHeader;

/**
 * BMP of Windows and OS/2, of 1 to 32 bits, with the channels where the header says they are. Only
 * a header with a mask for it has opacity; a fourth byte without one means nothing.
 */
public final class BmpFile implements PictureFile {
  private static final int FILE_HEADER = 14;
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int BIGGEST_HEADER = 124;

  private static final int PLAIN = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;
  private static final int ALPHA_BIT_FIELDS = 6;

  private static final long[] MASKS_16 = {0x7C00, 0x03E0, 0x001F, 0};
  private static final long[] MASKS_32 = {0xFF0000, 0x00FF00, 0x0000FF, 0};
  private static final int ALPHA = 3;

  private final ByteReader bytes;
  private final int headerSize;
  private final int width;
  private final int height;
  private final boolean fromTop;
  private final int bits;
  private final int compression;

  private BmpFile(ByteReader bytes) throws Malformed {
    this.bytes = bytes;
    headerSize = (int) bytes.u32le(FILE_HEADER);
    boolean core = headerSize == CORE_HEADER;
    width = core ? bytes.u16le(18) : (int) bytes.u32le(18);
    int signedHeight = core ? bytes.u16le(20) : (int) bytes.u32le(22);
    fromTop = signedHeight < 0;
    height = Math.abs(signedHeight);
    bits = bytes.u16le(core ? 24 : 28);
    compression = headerSize < 20 ? PLAIN : (int) bytes.u32le(30);
    if (!isKnown()) {
      throw new Malformed(
          "is a BMP of "
              + bits
              + " bits with compression "
              + compression
              + ", a kind that is not read; save it as PNG");
    }
  }

  private boolean isKnown() {
    return switch (compression) {
      case PLAIN ->
          bits == 1
              || bits == 2
              || bits == 4
              || bits == 8
              || bits == 16
              || bits == 24
              || bits == 32;
      case RLE8 -> bits == 8;
      case RLE4 -> bits == 4;
      // In a header of OS/2, which has other sizes, 3 is the compression of faxes.
      case BIT_FIELDS ->
          (bits == 16 || bits == 32) && (headerSize == INFO_HEADER || hasMasksInside());
      case ALPHA_BIT_FIELDS -> (bits == 16 || bits == 32) && headerSize == INFO_HEADER;
      default -> false;
    };
  }

  private boolean hasMasksInside() {
    return headerSize == 52 || headerSize == 56 || headerSize == 108 || headerSize == 124;
  }

  /** Two letters are few, so the size of the header must make sense as well. */
  public static boolean isBmp(ByteReader bytes) throws Malformed {
    if (!bytes.startsWith(0, 'B', 'M') || bytes.length() < FILE_HEADER + CORE_HEADER) {
      return false;
    }
    long size = bytes.u32le(FILE_HEADER);
    return size == CORE_HEADER || (size >= 16 && size <= BIGGEST_HEADER && size % 4 == 0);
  }

  public static BmpFile parse(ByteReader bytes) throws Malformed {
    return new BmpFile(bytes);
  }

  @Override
  public ImageHeader header() {
    return new ImageHeader(width, height);
  }

  @Override
  public Image decode() throws Malformed {
    boolean runs = compression == RLE8 || compression == RLE4;
    if (runs) {
      return new BmpRuns(bytes, pixelsStart(), compression == RLE4, palette()).decode(this);
    }
    checkComplete();
    if (bits <= 8) {
      return indexed();
    }
    if (bits == 24) {
      return bytesPerChannel();
    }
    long[] masks = masks();
    PixelSink sink = masked(masks);
    if (!sink.isVisible()) {
      // Writers that fill the opacity with zeros mean an opaque picture; browsers take it so.
      masks[ALPHA] = 0;
      sink = masked(masks);
    }
    return sink.image();
  }

  /** The row that is stored at a place, counted from the top of the picture. */
  int rowAt(int stored) {
    return fromTop ? stored : height - 1 - stored;
  }

  private long rowBytes() {
    return ((long) width * bits + 31) / 32 * 4;
  }

  /** The last row may lack its padding. */
  private void checkComplete() throws Malformed {
    long needed = pixelsStart() + rowBytes() * (height - 1L) + ((long) width * bits + 7) / 8;
    if (needed > bytes.length()) {
      throw bytes.cutShort();
    }
  }

  /** What the file says, unless that lies inside its header. */
  private int pixelsStart() throws Malformed {
    long said = bytes.u32le(10);
    long computed = paletteStart() + (long) paletteEntry() * colors();
    if (said >= FILE_HEADER + headerSize) {
      return (int) Math.min(said, bytes.length());
    }
    return (int) Math.min(computed, bytes.length());
  }

  private int paletteStart() {
    int masks =
        headerSize != INFO_HEADER
            ? 0
            : compression == BIT_FIELDS ? 12 : compression == ALPHA_BIT_FIELDS ? 16 : 0;
    return FILE_HEADER + headerSize + masks;
  }

  private int paletteEntry() {
    return headerSize == CORE_HEADER ? 3 : 4;
  }

  private int colors() throws Malformed {
    if (bits > 8) {
      return 0;
    }
    long said = headerSize < INFO_HEADER ? 0 : bytes.u32le(46);
    return said == 0 ? 1 << bits : (int) Math.min(256, said);
  }

  /** Blue, green and red of each index as a number 0xRRGGBB; black beyond what the file has. */
  private int[] palette() throws Malformed {
    int[] palette = new int[256];
    long end = Math.min(bytes.length(), bytes.u32le(10));
    for (int i = 0, at = paletteStart(); i < colors(); i++, at += paletteEntry()) {
      if (at + 3 <= end || end < FILE_HEADER + headerSize) {
        palette[i] = bytes.u24le(at);
      }
    }
    return palette;
  }

  static void set(PixelSink sink, int pixel, int color) {
    sink.set(pixel, color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF, Transparency.OPAQUE);
  }

  private Image indexed() throws Malformed {
    PixelSink sink = PixelSink.bgr(width, height);
    int[] palette = palette();
    byte[] file = bytes.file();
    int start = pixelsStart();
    for (int stored = 0; stored < height; stored++) {
      int row = (int) (start + stored * rowBytes());
      int first = rowAt(stored) * width;
      for (int x = 0; x < width; x++) {
        int bit = x * bits;
        int index = file[row + (bit >> 3)] >> (8 - bits - (bit & 7)) & (1 << bits) - 1;
        set(sink, first + x, palette[index]);
      }
    }
    return sink.image();
  }

  private Image bytesPerChannel() throws Malformed {
    PixelSink sink = PixelSink.bgr(width, height);
    byte[] file = bytes.file();
    int start = pixelsStart();
    for (int stored = 0; stored < height; stored++) {
      int at = (int) (start + stored * rowBytes());
      int first = rowAt(stored) * width;
      for (int x = 0; x < width; x++, at += 3) {
        sink.set(
            first + x,
            file[at + 2] & 0xFF,
            file[at + 1] & 0xFF,
            file[at] & 0xFF,
            Transparency.OPAQUE);
      }
    }
    return sink.image();
  }

  /** Red, green, blue and, if the header has a mask for it, opacity. */
  private long[] masks() throws Malformed {
    if (compression == PLAIN) {
      return (bits == 16 ? MASKS_16 : MASKS_32).clone();
    }
    // The masks stand in the larger headers where they stand behind the small one.
    int at = FILE_HEADER + INFO_HEADER;
    boolean alpha = headerSize >= 56 || compression == ALPHA_BIT_FIELDS;
    return new long[] {
      bytes.u32le(at), bytes.u32le(at + 4), bytes.u32le(at + 8), alpha ? bytes.u32le(at + 12) : 0
    };
  }

  private PixelSink masked(long[] masks) throws Malformed {
    Channel red = Channel.ofMask(masks[0]);
    Channel green = Channel.ofMask(masks[1]);
    Channel blue = Channel.ofMask(masks[2]);
    Channel alpha = Channel.ofMask(masks[ALPHA]);
    PixelSink sink = PixelSink.bgr(width, height);
    int start = pixelsStart();
    for (int stored = 0; stored < height; stored++) {
      long at = start + stored * rowBytes();
      int first = rowAt(stored) * width;
      for (int x = 0; x < width; x++, at += bits / 8) {
        long pixel = bits == 16 ? bytes.u16le(at) : bytes.u32le(at);
        sink.set(
            first + x,
            red.in(pixel),
            green.in(pixel),
            blue.in(pixel),
            masks[ALPHA] == 0 ? Transparency.OPAQUE : alpha.in(pixel));
      }
    }
    return sink;
  }

  /** Where in a pixel a channel is; of any width, scaled to 8 bits. */
  private record Channel(int shift, long biggest) {
    static Channel ofMask(long mask) throws Malformed {
      if (mask == 0) {
        return new Channel(0, 0);
      }
      int shift = Long.numberOfTrailingZeros(mask);
      long biggest = mask >> shift;
      if ((biggest & biggest + 1) != 0) {
        throw Malformed.damaged("a channel's mask has gaps: 0x" + Long.toHexString(mask));
      }
      return new Channel(shift, biggest);
    }

    int in(long pixel) {
      return biggest == 0 ? 0 : (int) (((pixel >> shift & biggest) * 255 + biggest / 2) / biggest);
    }
  }
}
