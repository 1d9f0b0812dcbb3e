package io.github.deepfer.api.internal.image.raster;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.internal.image.file.PixelSink;
import io.github.deepfer.api.internal.image.file.Transparency;
import io.github.deepfer.api.spi.ImageHeader;

/**
 * The first frame of a GIF (GIF89a). What it leaves of the screen is transparent, as browsers have
 * it; the background colour means nothing.
 */
public final class GifFile implements PictureFile {
  private static final int SCREEN_END = 13;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int FRAME = 0x2C;

  /** First row of each pass of an interlaced frame, and the step between its rows. */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private static final int[][] ONE_PASS = {{0, 1}};

  private final ByteReader bytes;
  private int transparentIndex = -1;
  private int left;
  private int top;
  private int frameWidth;
  private int frameHeight;
  private boolean interlaced;
  private int palette;
  private int paletteLength;
  private int data;

  private GifFile(ByteReader bytes) {
    this.bytes = bytes;
  }

  public static GifFile parse(ByteReader bytes) throws Malformed {
    GifFile file = new GifFile(bytes);
    file.findFirstFrame();
    return file;
  }

  private void findFirstFrame() throws Malformed {
    int at = SCREEN_END;
    at = colorTable(at, bytes.u8(10));
    while (bytes.u8(at) == EXTENSION) {
      // Index 0 stands for none where the flag is not set.
      if (bytes.u8(at + 1) == GRAPHIC_CONTROL && bytes.u8(at + 2) == 4) {
        transparentIndex = (bytes.u8(at + 3) & 1) == 1 ? bytes.u8(at + 6) : -1;
      }
      at = subBlocksEnd(at + 2);
    }
    if (bytes.u8(at) != FRAME) {
      throw Malformed.damaged("the GIF has no picture where its first should be, at byte " + at);
    }
    left = bytes.u16le(at + 1);
    top = bytes.u16le(at + 3);
    frameWidth = bytes.u16le(at + 5);
    frameHeight = bytes.u16le(at + 7);
    int flags = bytes.u8(at + 9);
    interlaced = (flags & 0x40) != 0;
    data = colorTable(at + 10, flags);
  }

  /** Notes the table if the flags say that there is one; returns what is behind it. */
  private int colorTable(int at, int flags) {
    if ((flags & 0x80) == 0) {
      return at;
    }
    palette = at;
    paletteLength = 2 << (flags & 7);
    return at + 3 * paletteLength;
  }

  private int subBlocksEnd(int at) throws Malformed {
    int length = bytes.u8(at);
    while (length != 0) {
      at += length + 1;
      length = bytes.u8(at);
    }
    return at + 1;
  }

  /** Some writers leave the screen's size 0 or too small; browsers enlarge it, too. */
  @Override
  public ImageHeader header() {
    int width = (bytes.file()[6] & 0xFF) | (bytes.file()[7] & 0xFF) << 8;
    int height = (bytes.file()[8] & 0xFF) | (bytes.file()[9] & 0xFF) << 8;
    return new ImageHeader(Math.max(width, left + frameWidth), Math.max(height, top + frameHeight));
  }

  @Override
  public Image decode() throws Malformed {
    ImageHeader header = header();
    PixelSink sink = PixelSink.white(header.width(), header.height());
    LzwReader indices = new LzwReader(bytes, data);
    for (int[] pass : interlaced ? PASSES : ONE_PASS) {
      for (int y = pass[0]; y < frameHeight; y += pass[1]) {
        int first = (top + y) * header.width() + left;
        for (int x = 0; x < frameWidth; x++) {
          set(sink, first + x, indices.next());
        }
      }
    }
    return sink.image();
  }

  /** An index beyond the table is black, as in browsers. */
  private void set(PixelSink sink, int pixel, int index) throws Malformed {
    boolean known = index < paletteLength;
    int at = palette + 3 * index;
    sink.set(
        pixel,
        known ? bytes.u8(at) : 0,
        known ? bytes.u8(at + 1) : 0,
        known ? bytes.u8(at + 2) : 0,
        index == transparentIndex ? 0 : Transparency.OPAQUE);
  }
}
