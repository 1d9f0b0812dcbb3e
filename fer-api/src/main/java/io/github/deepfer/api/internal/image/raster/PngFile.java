package io.github.deepfer.api.internal.image.raster;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Exif;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.Orientation;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.internal.image.file.PixelSink;
import io.github.deepfer.api.internal.image.file.Transparency;
import io.github.deepfer.api.spi.ImageHeader;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * PNG (ISO/IEC 15948). Of an animation its default image, as the standard says of readers without
 * animation. Colour profiles and gamma are left aside, as in all formats.
 */
public final class PngFile implements PictureFile {
  private static final int FIRST_CHUNK = 8;
  private static final int CHUNK_OVERHEAD = 12;
  private static final int IHDR_END = 33;
  private static final int BIGGEST_SAMPLE = 65535;

  private static final int GRAY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GRAY_ALPHA = 4;
  private static final int RGBA = 6;

  /** Adam7: first column and row of each pass, and the steps between its columns and rows. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final ByteReader bytes;
  private final int width;
  private final int height;
  private final int depth;
  private final int colorType;
  private final boolean interlaced;
  private Orientation orientation = Orientation.UPRIGHT;

  /** Where the data of these chunks start; 0 if there are none. */
  private int palette;

  private int paletteLength;
  private int transparency;
  private int transparencyLength;
  private int firstData;

  private PngFile(ByteReader bytes) throws Malformed {
    this.bytes = bytes;
    if (!bytes.startsWith(FIRST_CHUNK, 0, 0, 0, 13, 'I', 'H', 'D', 'R')) {
      if (bytes.startsWith(FIRST_CHUNK + 4, 'C', 'g', 'B', 'I')) {
        throw new Malformed(
            "is a PNG as apps for iPhones hold it, which only Apple reads; convert it");
      }
      throw bytes.length() < IHDR_END
          ? bytes.cutShort()
          : Malformed.damaged("a PNG must start with an IHDR chunk");
    }
    width = (int) Math.min(Integer.MAX_VALUE, bytes.u32(16));
    height = (int) Math.min(Integer.MAX_VALUE, bytes.u32(20));
    depth = bytes.u8(24);
    colorType = bytes.u8(25);
    interlaced = bytes.u8(28) == 1;
  }

  /** After the limits: what is too large shall be called so, also if it is damaged. */
  private void checkHeader() throws Malformed {
    checkChecksum(FIRST_CHUNK, 13);
    if (!isAllowed(colorType, depth) || bytes.u16(26) != 0 || bytes.u8(28) > 1) {
      throw Malformed.damaged(
          "its header says colour type "
              + colorType
              + " of "
              + depth
              + " bits, compression "
              + bytes.u8(26)
              + ", filter "
              + bytes.u8(27)
              + ", interlacing "
              + bytes.u8(28));
    }
  }

  private static boolean isAllowed(int colorType, int depth) {
    return switch (colorType) {
      case GRAY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
      case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
      case RGB, GRAY_ALPHA, RGBA -> depth == 8 || depth == 16;
      default -> false;
    };
  }

  public static PngFile parse(ByteReader bytes) throws Malformed {
    PngFile file = new PngFile(bytes);
    file.findChunks();
    return file;
  }

  /** Without an end chunk the file ends the picture: whether it is complete, its data tell. */
  private void findChunks() throws Malformed {
    for (long at = IHDR_END; at + CHUNK_OVERHEAD <= bytes.length(); ) {
      long length = bytes.u32(at);
      boolean whole = at + CHUNK_OVERHEAD + length <= bytes.length();
      if (is(at, "IEND")) {
        return;
      }
      if (is(at, "IDAT")) {
        firstData = firstData == 0 ? (int) at : firstData;
      } else if (is(at, "IHDR")) {
        throw Malformed.damaged("it has two IHDR chunks");
      } else if (!whole) {
        throw bytes.cutShort();
      } else {
        note((int) at, (int) length);
      }
      at += length + CHUNK_OVERHEAD;
    }
  }

  private void note(int at, int length) throws Malformed {
    if (is(at, "PLTE") && palette == 0) {
      checkChecksum(at, length);
      palette = at + 8;
      paletteLength = Math.min(256, length / 3);
    } else if (is(at, "tRNS") && transparency == 0) {
      checkChecksum(at, length);
      transparency = at + 8;
      transparencyLength = length;
    } else if (is(at, "eXIf")) {
      orientation = Exif.orientation(bytes, at + 8, at + 8 + length);
    }
  }

  private boolean is(long chunk, String type) {
    return bytes.startsWith(
        chunk + 4, type.charAt(0), type.charAt(1), type.charAt(2), type.charAt(3));
  }

  private void checkChecksum(int chunk, int length) throws Malformed {
    CRC32 checksum = new CRC32();
    if (chunk + (long) length + CHUNK_OVERHEAD > bytes.length()) {
      throw bytes.cutShort();
    }
    checksum.update(bytes.file(), chunk + 4, length + 4);
    if (checksum.getValue() != bytes.u32(chunk + 8L + length)) {
      throw Malformed.damaged("the checksum of its chunk at byte " + chunk + " is wrong");
    }
  }

  @Override
  public ImageHeader header() {
    return new ImageHeader(width, height, orientation.tag());
  }

  @Override
  public Image decode() throws Malformed {
    checkHeader();
    if (firstData == 0) {
      throw bytes.cutShort();
    }
    if (colorType == PALETTE && palette == 0) {
      throw Malformed.damaged("its palette is missing");
    }
    boolean gray = colorType == GRAY || colorType == GRAY_ALPHA;
    PixelSink sink = gray ? PixelSink.gray(width, height) : PixelSink.bgr(width, height);
    try (Rows rows = new Rows()) {
      for (int[] pass : interlaced ? PASSES : ONE_PASS) {
        decode(pass, rows, sink);
      }
    }
    return sink.image();
  }

  private void decode(int[] pass, Rows rows, PixelSink sink) throws Malformed {
    int columns = (width - pass[0] + pass[2] - 1) / pass[2];
    int count = (height - pass[1] + pass[3] - 1) / pass[3];
    if (columns <= 0 || count <= 0) {
      return;
    }
    int channels =
        switch (colorType) {
          case GRAY_ALPHA -> 2;
          case RGB -> 3;
          case RGBA -> 4;
          default -> 1;
        };
    long rowBits = (long) columns * channels * depth;
    byte[] before = new byte[(int) ((rowBits + 7) / 8)];
    byte[] row = new byte[before.length];
    int pixelBytes = Math.max(1, channels * depth / 8);
    for (int i = 0; i < count; i++) {
      int filter = rows.next(row);
      unfilter(filter, row, before, pixelBytes);
      put(row, columns, (pass[1] + i * pass[3]) * width + pass[0], pass[2], sink);
      byte[] swap = before;
      before = row;
      row = swap;
    }
  }

  private static void unfilter(int filter, byte[] row, byte[] above, int pixelBytes)
      throws Malformed {
    switch (filter) {
      case 0 -> {}
      case 1 -> {
        for (int i = pixelBytes; i < row.length; i++) {
          row[i] += row[i - pixelBytes];
        }
      }
      case 2 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < pixelBytes ? 0 : row[i - pixelBytes] & 0xFF;
          row[i] += (byte) ((left + (above[i] & 0xFF)) / 2);
        }
      }
      case 4 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < pixelBytes ? 0 : row[i - pixelBytes] & 0xFF;
          int corner = i < pixelBytes ? 0 : above[i - pixelBytes] & 0xFF;
          row[i] += (byte) paeth(left, above[i] & 0xFF, corner);
        }
      }
      default -> throw Malformed.damaged("a row has filter " + filter + ", which does not exist");
    }
  }

  private static int paeth(int left, int above, int corner) {
    int toLeft = Math.abs(above - corner);
    int toAbove = Math.abs(left - corner);
    int toCorner = Math.abs(left + above - 2 * corner);
    if (toLeft <= toAbove && toLeft <= toCorner) {
      return left;
    }
    return toAbove <= toCorner ? above : corner;
  }

  /** Puts a row's pixels to where they belong, {@code step} apart. */
  private void put(byte[] row, int columns, int first, int step, PixelSink sink) throws Malformed {
    switch (colorType) {
      case PALETTE -> putPalette(row, columns, first, step, sink);
      case GRAY -> {
        int see = seeThrough(0);
        int biggest = depth == 16 ? BIGGEST_SAMPLE : (1 << depth) - 1;
        for (int x = 0; x < columns; x++) {
          int sample = sample(row, x);
          int value = (sample * 255 + biggest / 2) / biggest;
          sink.set(first + x * step, value, value, value, sample == see ? 0 : Transparency.OPAQUE);
        }
      }
      case GRAY_ALPHA -> {
        for (int x = 0; x < columns; x++) {
          int value = eightBits(row, 2 * x);
          sink.set(first + x * step, value, value, value, eightBits(row, 2 * x + 1));
        }
      }
      case RGB -> putRgb(row, columns, first, step, sink);
      default -> {
        for (int x = 0; x < columns; x++) {
          sink.set(
              first + x * step,
              eightBits(row, 4 * x),
              eightBits(row, 4 * x + 1),
              eightBits(row, 4 * x + 2),
              eightBits(row, 4 * x + 3));
        }
      }
    }
  }

  private void putRgb(byte[] row, int columns, int first, int step, PixelSink sink)
      throws Malformed {
    int red = seeThrough(0);
    int green = seeThrough(1);
    int blue = seeThrough(2);
    for (int x = 0; x < columns; x++) {
      boolean seeThrough =
          red >= 0
              && sample(row, 3 * x) == red
              && sample(row, 3 * x + 1) == green
              && sample(row, 3 * x + 2) == blue;
      sink.set(
          first + x * step,
          eightBits(row, 3 * x),
          eightBits(row, 3 * x + 1),
          eightBits(row, 3 * x + 2),
          seeThrough ? 0 : Transparency.OPAQUE);
    }
  }

  /** An index beyond the palette is black, as in browsers. */
  private void putPalette(byte[] row, int columns, int first, int step, PixelSink sink)
      throws Malformed {
    for (int x = 0; x < columns; x++) {
      int index = sample(row, x);
      int at = palette + 3 * index;
      boolean known = index < paletteLength;
      sink.set(
          first + x * step,
          known ? bytes.u8(at) : 0,
          known ? bytes.u8(at + 1) : 0,
          known ? bytes.u8(at + 2) : 0,
          index < transparencyLength ? bytes.u8(transparency + index) : Transparency.OPAQUE);
    }
  }

  /** The one sample of a channel that is transparent (tRNS); -1 if there is none. */
  private int seeThrough(int channel) throws Malformed {
    return transparencyLength < 2 * channel + 2 ? -1 : bytes.u16(transparency + 2L * channel);
  }

  private int sample(byte[] row, int number) {
    if (depth == 8) {
      return row[number] & 0xFF;
    }
    if (depth == 16) {
      return (row[2 * number] & 0xFF) << 8 | (row[2 * number + 1] & 0xFF);
    }
    int bit = number * depth;
    return row[bit >> 3] >> (8 - depth - (bit & 7)) & (1 << depth) - 1;
  }

  private int eightBits(byte[] row, int number) {
    return depth == 8
        ? row[number] & 0xFF
        : (sample(row, number) * 255 + BIGGEST_SAMPLE / 2) / BIGGEST_SAMPLE;
  }

  /** The rows' bytes, inflated from the IDAT chunks. */
  private final class Rows implements AutoCloseable {
    private final Inflater inflater = new Inflater();
    private final byte[] filter = new byte[1];
    private int chunk = firstData;

    /** Fills the row and returns its filter. */
    int next(byte[] row) throws Malformed {
      fill(filter);
      fill(row);
      return filter[0] & 0xFF;
    }

    private void fill(byte[] target) throws Malformed {
      int at = 0;
      try {
        while (at < target.length) {
          int count = inflater.inflate(target, at, target.length - at);
          at += count;
          if (count == 0) {
            if (inflater.finished() || inflater.needsDictionary()) {
              throw Malformed.damaged("its data ends before its last row");
            }
            feed();
          }
        }
      } catch (DataFormatException e) {
        throw Malformed.damaged("its compressed data makes no sense (" + e.getMessage() + ")");
      }
    }

    private void feed() throws Malformed {
      int at = chunk;
      if (at == 0) {
        throw bytes.cutShort();
      }
      long length = bytes.u32(at);
      int available = (int) Math.min(length, bytes.length() - at - 8L);
      inflater.setInput(bytes.file(), at + 8, available);
      if (available == length && at + CHUNK_OVERHEAD + length <= bytes.length()) {
        checkChecksum(at, (int) length);
      }
      chunk = nextData(at + CHUNK_OVERHEAD + length);
    }

    /** Where the next IDAT chunk starts; 0 if another or the end follows. */
    private int nextData(long after) {
      return after + CHUNK_OVERHEAD <= bytes.length() && is(after, "IDAT") ? (int) after : 0;
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
