package io.github.deepfer.api.internal.image.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.internal.image.SampleFiles;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written chunk by chunk. */
class PngFileTest {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

  private static byte[] chunk(String type, int... data) {
    ByteBuffer chunk = ByteBuffer.allocate(data.length + 12).putInt(data.length);
    chunk.put(SampleFiles.ascii(type));
    for (int value : data) {
      chunk.put((byte) value);
    }
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, data.length + 4);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static byte[] header(int width, int height, int depth, int type, int interlace) {
    return chunk("IHDR", 0, 0, 0, width, 0, 0, 0, height, depth, type, 0, 0, interlace);
  }

  private static byte[] data(int... raw) {
    return chunk("IDAT", deflated(raw));
  }

  private static int[] deflated(int... raw) {
    byte[] bytes = new byte[raw.length];
    for (int i = 0; i < raw.length; i++) {
      bytes[i] = (byte) raw[i];
    }
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] buffer = new byte[1000];
    int length = deflater.deflate(buffer);
    deflater.end();
    int[] result = new int[length];
    for (int i = 0; i < length; i++) {
      result[i] = buffer[i] & 0xFF;
    }
    return result;
  }

  private static byte[] file(byte[]... chunks) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    for (byte[] chunk : chunks) {
      file.writeBytes(chunk);
    }
    file.writeBytes(chunk("IEND"));
    return file.toByteArray();
  }

  private static void assertColors(byte[] png, int... colors) {
    assertThat(BmpFileTest.colors(Image.decode(png))).containsExactly(colors);
  }

  private static int grey(int value) {
    return 0x010101 * value;
  }

  @ParameterizedTest
  @CsvSource({"1, 64, 0, 255", "2, 27, 0, 85", "4, 26, 17, 170", "8, 7, 7, 200"})
  void greyOfEveryDepthIsSpreadToEightBits(int depth, int first, int left, int right) {
    int second = depth == 8 ? 200 : 0;
    assertColors(
        file(header(2, 1, depth, 0, 0), depth == 8 ? data(0, first, second) : data(0, first)),
        grey(left),
        grey(right));
  }

  @Test
  void sixteenBitsAreDividedBy257AndRounded() {
    assertColors(
        file(header(3, 1, 16, 0, 0), data(0, 0, 128, 0, 129, 255, 255)), 0, grey(1), grey(255));
    assertColors(file(header(1, 1, 16, 2, 0), data(0, 1, 1, 0x80, 0x80, 255, 255)), 0x0180FF);
    assertColors(file(header(1, 1, 16, 6, 0), data(0, 255, 255, 0, 0, 0, 0, 0x33, 0x33)), 0xFFCCCC);
  }

  @Test
  void opacityIsLaidOverWhite() {
    assertColors(
        file(header(2, 1, 8, 6, 0), data(0, 255, 0, 0, 255, 0, 0, 0, 51)), 0xFF0000, 0xCCCCCC);
    assertColors(file(header(2, 1, 8, 4, 0), data(0, 100, 255, 100, 51)), grey(100), grey(224));
  }

  @Test
  void transparentColoursAreWhite() {
    assertColors(
        file(header(2, 1, 8, 0, 0), chunk("tRNS", 0, 80), data(0, 80, 81)), grey(255), grey(81));
    assertColors(
        file(header(2, 1, 8, 2, 0), chunk("tRNS", 0, 1, 0, 2, 0, 3), data(0, 1, 2, 3, 1, 2, 4)),
        0xFFFFFF,
        0x010204);
    byte[] palette = chunk("PLTE", 255, 0, 0, 0, 0, 0);
    assertColors(
        file(header(3, 1, 2, 3, 0), palette, chunk("tRNS", 255, 51), data(0, 0b00_01_11_00)),
        0xFF0000,
        0xCCCCCC,
        0);
  }

  /** A white sheet would be an answer that is wrong, with no word why. */
  @Test
  void aPictureThatIsTransparentEverywhereIsRefused() {
    byte[] file = file(header(1, 1, 8, 6, 0), data(0, 9, 9, 9, 0));
    assertThatThrownBy(() -> Image.decode(file))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is fully transparent: nothing of it can be seen");
  }

  @Test
  void rowsAreUnfiltered() {
    // Worked by hand: each row has the same three values, by another filter each.
    assertColors(
        file(
            header(3, 5, 8, 0, 0),
            data(0, 10, 30, 60, 1, 10, 20, 30, 2, 0, 0, 0, 3, 5, 10, 15, 4, 0, 0, 0)),
        grey(10),
        grey(30),
        grey(60),
        grey(10),
        grey(30),
        grey(60),
        grey(10),
        grey(30),
        grey(60),
        grey(10),
        grey(30),
        grey(60),
        grey(10),
        grey(30),
        grey(60));
  }

  /** The passes of a picture of 3x3 are: (0,0); (2,2)'s row of pass 5; the odd columns; row 1. */
  @Test
  void interlacedPixelsAreSorted() {
    // Pass 1: (0,0). Pass 4: (2,0). Pass 5: (0,2), (2,2). Pass 6: (1,0) and (1,2). Pass 7: row 1.
    assertColors(
        file(header(3, 3, 8, 0, 1), data(0, 1, 0, 3, 0, 7, 9, 0, 2, 0, 8, 0, 4, 5, 6)),
        grey(1),
        grey(2),
        grey(3),
        grey(4),
        grey(5),
        grey(6),
        grey(7),
        grey(8),
        grey(9));
  }

  /** The standard's default image, which may be none of the animation's frames. */
  @Test
  void ofAnAnimationTheDefaultImageCounts() {
    byte[] control = chunk("acTL", 0, 0, 0, 1, 0, 0, 0, 0);
    byte[] frame =
        chunk(
            "fcTL", 0, 0, 0, 0, 0, 0, 0x77, 0x77, 0, 0, 0x77, 0x77, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0,
            1, 0, 0);
    int[] other = deflated(0, 200);
    int[] numbered = new int[other.length + 4];
    System.arraycopy(other, 0, numbered, 4, other.length);
    assertColors(
        file(header(1, 1, 8, 0, 0), control, data(0, 7), frame, chunk("fdAT", numbered)), grey(7));
  }

  @Test
  void dataMayBeInManyChunks() {
    int[] whole = deflated(0, 1, 2, 3);
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    for (int value : whole) {
      parts.writeBytes(chunk("IDAT", value));
      parts.writeBytes(chunk("IDAT"));
    }
    assertColors(file(header(3, 1, 8, 0, 0), parts.toByteArray()), grey(1), grey(2), grey(3));
  }

  /** A file whose pixels are all there is whole, as in browsers. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12})
  void theEndMayBeMissing(int bytes) {
    byte[] file = file(header(2, 1, 8, 0, 0), data(0, 1, 2));
    assertColors(Arrays.copyOf(file, file.length - bytes), grey(1), grey(2));
  }

  @Test
  void damageIsNamed() {
    byte[] header = header(2, 2, 8, 0, 0);
    assertDamaged(file(header, header, data(0, 1, 2, 0, 1, 2)), "it has two IHDR chunks");
    assertDamaged(file(header, data(0, 1, 2)), "its data ends before its last row");
    assertDamaged(file(header, data(5, 1, 2, 0, 1, 2)), "a row has filter 5");
    assertDamaged(file(header, chunk("IDAT", 1, 2, 3, 4)), "its compressed data makes no sense");
    assertDamaged(file(header(1, 1, 8, 3, 0), data(0, 0)), "its palette is missing");
    assertDamaged(
        file(header(1, 1, 3, 0, 0), data(0, 0)), "its header says colour type 0 of 3 bit");
    byte[] wrongSum = file(header, data(0, 1, 2, 0, 1, 2));
    wrongSum[wrongSum.length - 14]++;
    assertDamaged(wrongSum, "the checksum of its chunk at byte 33 is wrong");
  }

  private static void assertDamaged(byte[] file, String what) {
    assertThatThrownBy(() -> Image.decode(file))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is damaged: " + what);
  }
}
