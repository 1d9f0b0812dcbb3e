package io.github.deepfer.api.internal.image.raster;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.PixelSink;
import io.github.deepfer.api.spi.ImageHeader;

/**
 * The run-length encodings RLE8 and RLE4 of BMP. What a row holds beyond its end is dropped, since
 * writers pad rows to four pixels; what is skipped has the first colour, as in Windows.
 */
final class BmpRuns {
  private static final int END_OF_ROW = 0;
  private static final int END_OF_PICTURE = 1;
  private static final int MOVE = 2;

  private final ByteReader bytes;
  private final boolean halfBytes;
  private final int[] palette;
  private int at;

  BmpRuns(ByteReader bytes, int start, boolean halfBytes, int[] palette) {
    this.bytes = bytes;
    this.halfBytes = halfBytes;
    this.palette = palette;
    at = start;
  }

  Image decode(BmpFile file) throws Malformed {
    ImageHeader header = file.header();
    int width = header.width();
    int height = header.height();
    PixelSink sink = PixelSink.bgr(width, height);
    for (int i = 0; i < width * height; i++) {
      BmpFile.set(sink, i, palette[0]);
    }
    long x = 0;
    long y = 0;
    while (y < height) {
      if (at >= bytes.length() && y == height - 1 && x >= width) {
        break;
      }
      int count = bytes.u8(at++);
      int value = bytes.u8(at++);
      boolean literal = count == 0;
      if (literal && value == END_OF_ROW) {
        x = 0;
        y++;
        continue;
      }
      if (literal && value == END_OF_PICTURE) {
        break;
      }
      if (literal && value == MOVE) {
        x += bytes.u8(at++);
        y += bytes.u8(at++);
        continue;
      }
      int length = literal ? value : count;
      for (int i = 0; i < length; i++, x++) {
        int index = literal ? literal(i) : halfBytes ? half(value, i) : value;
        if (x < width) {
          BmpFile.set(sink, file.rowAt((int) y) * width + (int) x, palette[index]);
        }
      }
      if (literal) {
        // Literal indices take an even number of bytes.
        int taken = halfBytes ? (length + 1) / 2 : length;
        at += taken + (taken & 1);
      }
    }
    return sink.image();
  }

  private int literal(int number) throws Malformed {
    return halfBytes ? half(bytes.u8(at + number / 2), number) : bytes.u8(at + number);
  }

  private static int half(int pair, int number) {
    return (number & 1) == 0 ? pair >> 4 : pair & 15;
  }
}
