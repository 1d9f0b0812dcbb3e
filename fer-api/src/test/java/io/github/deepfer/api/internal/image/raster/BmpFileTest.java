package io.github.deepfer.api.internal.image.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files are written byte by byte: red, green, blue, white above black, grey, yellow, cyan. */
class BmpFileTest {
  private static final int[] COLORS = {
    0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF, 0x000000, 0x848484, 0xFFFF00, 0x00FFFF
  };

  private static final int WIDTH = 4;

  static int[] colors(Image image) {
    int[] colors = new int[image.width() * image.height()];
    ByteBuffer pixels = image.pixels();
    for (int i = 0; i < colors.length; i++) {
      int at = i * image.format().bytesPerPixel();
      colors[i] =
          (pixels.get(at + image.format().red()) & 0xFF) << 16
              | (pixels.get(at + image.format().green()) & 0xFF) << 8
              | (pixels.get(at + image.format().blue()) & 0xFF);
    }
    return colors;
  }

  private static ByteBuffer file(int headerSize, int height, int bits, int compression) {
    ByteBuffer file = ByteBuffer.allocate(4000).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(0).putInt(0).putInt(0).putInt(headerSize);
    if (headerSize == 12) {
      return file.putShort((short) WIDTH)
          .putShort((short) height)
          .putShort((short) 1)
          .putShort((short) bits);
    }
    file.putInt(WIDTH).putInt(height).putShort((short) 1).putShort((short) bits);
    return file.putInt(compression).position(Math.min(54, 14 + headerSize));
  }

  private static byte[] done(ByteBuffer file, int pixels) {
    file.putInt(10, pixels);
    return Arrays.copyOf(file.array(), file.position());
  }

  private static void masks(ByteBuffer file, int headerSize, int alpha, int... masks) {
    for (int mask : masks) {
      file.putInt(mask);
    }
    if (headerSize >= 56) {
      file.putInt(alpha);
      file.position(14 + headerSize);
    }
  }

  /** The unused fourth byte is anything; with a mask for it, it is opacity. */
  @ParameterizedTest
  @CsvSource({
    "40, 0x00FF0000, 0x0000FF00, 0x000000FF, 0",
    "40, 0xFF000000, 0x00FF0000, 0x0000FF00, 0",
    "40, 0x000000FF, 0x0000FF00, 0x00FF0000, 0",
    "40, 0xFF000000, 0x000000FF, 0x0000FF00, 0",
    "52, 0x0000FF00, 0x00FF0000, 0xFF000000, 0",
    "56, 0x00FF0000, 0x0000FF00, 0x000000FF, 0xFF000000",
    "108, 0x00FF0000, 0x0000FF00, 0x000000FF, 0",
    "124, 0x00FF0000, 0x0000FF00, 0x000000FF, 0xFF000000",
    "124, 0xFF000000, 0x00FF0000, 0x0000FF00, 0x000000FF",
    "40, 0x3FF00000, 0x000FFC00, 0x000003FF, 0",
    "40, 0x000001FF, 0x0003FE00, 0xFFFC0000, 0"
  })
  void thirtyTwoBitsHaveTheirChannelsWhereTheMasksAre(
      int headerSize, String red, String green, String blue, String alpha) {
    int[] masks = {Integer.parseUnsignedInt(red.substring(2), 16), mask(green), mask(blue)};
    int alphaMask = alpha.equals("0") ? 0 : mask(alpha);
    for (boolean filled : alphaMask == 0 ? new boolean[] {false, true} : new boolean[] {true}) {
      ByteBuffer file = file(headerSize, 2, 32, 3);
      masks(file, headerSize, alphaMask, masks);
      int start = file.position();
      int unused = ~(masks[0] | masks[1] | masks[2]);
      for (int pixel : bottomUp()) {
        int value = filled ? unused : 0;
        for (int i = 0; i < 3; i++) {
          value |= scaled(COLORS[pixel] >> (16 - 8 * i) & 0xFF, masks[i]);
        }
        file.putInt(value);
      }
      assertColors(done(file, start), 0);
    }
  }

  private static int mask(String hex) {
    return Integer.parseUnsignedInt(hex.substring(2), 16);
  }

  private static int scaled(int value, int mask) {
    int shift = Integer.numberOfTrailingZeros(mask);
    long most = (mask & 0xFFFFFFFFL) >> shift;
    return (int) (Math.round(value * most / 255.0) << shift);
  }

  private static int[] bottomUp() {
    return new int[] {4, 5, 6, 7, 0, 1, 2, 3};
  }

  private static void assertColors(byte[] bmp, int tolerance) {
    int[] actual = colors(Image.decode(bmp));
    assertThat(actual).hasSize(COLORS.length);
    for (int i = 0; i < actual.length; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        assertThat(actual[i] >> shift & 0xFF)
            .as("pixel %s, %06x", i, actual[i])
            .isCloseTo(COLORS[i] >> shift & 0xFF, org.assertj.core.data.Offset.offset(tolerance));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 108, 124})
  void withoutMasksTheFourthByteMeansNothing(int headerSize) {
    for (int fourth : new int[] {0, 0x80, 0xFF}) {
      ByteBuffer file = file(headerSize, -2, 32, 0);
      file.position(14 + headerSize);
      for (int color : COLORS) {
        file.putInt(fourth << 24 | color);
      }
      assertColors(done(file, 14 + headerSize), 0);
    }
  }

  @Test
  void opacityThatIsZeroEverywhereIsNone() {
    ByteBuffer file = file(56, -2, 32, 3);
    masks(file, 56, 0xFF000000, 0xFF0000, 0xFF00, 0xFF);
    for (int color : COLORS) {
      file.putInt(color);
    }
    assertColors(done(file, 70), 0);
  }

  @Test
  void opacityIsLaidOverWhite() {
    ByteBuffer file = file(56, 1, 32, 3);
    masks(file, 56, 0xFF000000, 0xFF0000, 0xFF00, 0xFF);
    file.putInt(0xFF000000).putInt(0x33000000).putInt(0x00123456).putInt(0xFF0000FF);
    assertThat(colors(Image.decode(done(file, 70))))
        .containsExactly(0, 0xCCCCCC, 0xFFFFFF, 0x0000FF);
  }

  @ParameterizedTest
  @CsvSource({
    "40, 0, 0x7C00, 0x03E0, 0x001F",
    "108, 0, 0x7C00, 0x03E0, 0x001F",
    "40, 3, 0xF800, 0x07E0, 0x001F",
    "52, 3, 0xF800, 0x07E0, 0x001F",
    "108, 3, 0xF800, 0x07E0, 0x001F",
    "124, 3, 0xF800, 0x07E0, 0x001F",
    "40, 3, 0x001F, 0x07E0, 0xF800",
    "40, 3, 0x0F00, 0x00F0, 0x000F"
  })
  void sixteenBits(int headerSize, int compression, String red, String green, String blue) {
    int[] masks = {mask(red), mask(green), mask(blue)};
    ByteBuffer file = file(headerSize, 2, 16, compression);
    if (compression == 3) {
      masks(file, headerSize, 0, masks);
    }
    file.position(Math.max(file.position(), 14 + headerSize));
    int start = file.position();
    for (int pixel : bottomUp()) {
      int value = 0;
      for (int i = 0; i < 3; i++) {
        value |= scaled(COLORS[pixel] >> (16 - 8 * i) & 0xFF, masks[i]);
      }
      file.putShort((short) value);
    }
    assertColors(done(file, start), 5);
  }

  @ParameterizedTest
  @CsvSource({"12, 1", "12, 4", "12, 8", "16, 4", "40, 4", "40, 8", "64, 8", "108, 8"})
  void paletteWithTheHeadersOfWindowsAndOs2(int headerSize, int bits) {
    int entry = headerSize == 12 ? 3 : 4;
    ByteBuffer file = file(headerSize, 2, bits, 0);
    file.position(14 + headerSize);
    for (int i = 0; i < 1 << bits; i++) {
      int color = i < COLORS.length ? COLORS[i] : 0x123456;
      file.put((byte) color).put((byte) (color >> 8)).put((byte) (color >> 16));
      file.position(file.position() + entry - 3);
    }
    int start = file.position();
    if (bits == 1) {
      file.put((byte) 0b0101_0000).position(file.position() + 3);
      file.put((byte) 0b1010_0000).position(file.position() + 3);
      assertThat(colors(Image.decode(done(file, start))))
          .containsExactly(
              COLORS[1], COLORS[0], COLORS[1], COLORS[0], COLORS[0], COLORS[1], COLORS[0],
              COLORS[1]);
      return;
    }
    if (bits == 4) {
      file.put((byte) 0x45).put((byte) 0x67).putShort((short) 0);
      file.put((byte) 0x01).put((byte) 0x23).putShort((short) 0);
    } else {
      for (int pixel : bottomUp()) {
        file.put((byte) pixel);
      }
    }
    assertColors(done(file, start), 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 40, 124})
  void twentyFourBits(int headerSize) {
    ByteBuffer file = file(headerSize, 2, 24, 0);
    file.position(14 + headerSize);
    for (int pixel : bottomUp()) {
      int color = COLORS[pixel];
      file.put((byte) color).put((byte) (color >> 8)).put((byte) (color >> 16));
    }
    assertColors(done(file, 14 + headerSize), 0);
  }

  private static byte[] runs(int bits, int... data) {
    ByteBuffer file = file(40, 2, bits, bits == 8 ? 1 : 2);
    file.putInt(46, COLORS.length);
    for (int color : COLORS) {
      file.putInt(color);
    }
    int start = file.position();
    for (int value : data) {
      file.put((byte) value);
    }
    return done(file, start);
  }

  /** Rows of five to eight pixels in a picture of four: what ImageMagick's padding amounts to. */
  @Test
  void runsBeyondTheEndOfARowAreDropped() {
    assertColors(
        runs(8, 0, 5, 4, 5, 6, 7, 7, 0, 3, 7, 0, 0, 0, 4, 0, 1, 2, 3, 3, 3, 0, 0, 0, 1), 0);
    assertColors(runs(4, 0, 8, 0x45, 0x67, 0x77, 0x77, 0, 0, 0, 4, 0x01, 0x23, 5, 0x33, 0, 1), 0);
  }

  @Test
  void whatRunsSkipHasTheFirstColour() {
    byte[] file = runs(8, 0, 2, 2, 0, 2, 3, 0, 0, 1, 5, 0, 1);
    assertThat(colors(Image.decode(file)))
        .containsExactly(
            COLORS[5], COLORS[0], COLORS[0], COLORS[0], COLORS[0], COLORS[0], COLORS[3], COLORS[3]);
  }

  @Test
  void aPictureThatIsCutShortIsRefused() {
    byte[] runs = runs(8, 4, 1, 0, 0, 2, 3);
    byte[] plain = plain();
    for (byte[] file : new byte[][] {runs, Arrays.copyOf(plain, plain.length - 4)}) {
      assertThatThrownBy(() -> Image.decode(file))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("is cut short");
    }
  }

  private static byte[] plain() {
    return done(file(40, 2, 24, 0).put(new byte[24]), 54);
  }

  @ParameterizedTest
  @CsvSource({"24, 4", "0, 5", "0, 4", "1, 3", "64, 0", "16, 7"})
  void kindsThatHardlyAnyProgramReadsAreNamed(int bits, int compression) {
    byte[] file = done(file(40, 2, bits, compression).put(new byte[100]), 54);
    assertThatThrownBy(() -> Image.decode(file))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is a BMP of " + bits + " bits with compression " + compression)
        .hasMessageContaining("save it as PNG");
  }
}
