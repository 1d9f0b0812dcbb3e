package io.github.deepfer.api.internal.image.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Files written byte by byte, with a table of red, green, blue and white. */
class GifFileTest {
  private static final int RED = 0xFF0000;
  private static final int GREEN = 0x00FF00;
  private static final int BLUE = 0x0000FF;
  private static final int WHITE = 0xFFFFFF;

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] screen(int width, int height, int background) {
    return bytes(
        'G',
        'I',
        'F',
        '8',
        '9',
        'a',
        width,
        0,
        height,
        0,
        0x81,
        background,
        0,
        255,
        0,
        0,
        0,
        255,
        0,
        0,
        0,
        255,
        255,
        255,
        255);
  }

  /** Codes of 3 bits, with a clear code before each two so that they never grow. */
  private static byte[] frame(int left, int top, int width, int height, int flags, int... indices) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(bytes(0x2C, left, 0, top, 0, width, 0, height, 0, flags, 2));
    long bits = 0;
    int count = 0;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int i = 0; i <= indices.length; i++) {
      int[] codes = i == indices.length ? new int[] {5} : new int[] {4, indices[i]};
      for (int code : codes) {
        bits |= (long) code << count;
        count += 3;
        while (count >= 8) {
          data.write((int) bits & 0xFF);
          bits >>= 8;
          count -= 8;
        }
      }
    }
    data.write((int) bits);
    frame.write(data.size());
    frame.writeBytes(data.toByteArray());
    frame.write(0);
    return frame.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  private static final byte[] TRAILER = {0x3B};
  private static final byte[] FRAME = frame(0, 0, 2, 2, 0, 0, 1, 2, 3);

  private static void assertColors(byte[] gif, int... colors) {
    assertThat(BmpFileTest.colors(Image.decode(gif))).containsExactly(colors);
  }

  @Test
  void withAndWithoutTrailerAndWithAnyBackground() {
    for (int background : new int[] {0, 3, 4, 255}) {
      byte[] screen = screen(2, 2, background);
      assertColors(join(screen, FRAME, TRAILER), RED, GREEN, BLUE, WHITE);
      assertColors(join(screen, FRAME), RED, GREEN, BLUE, WHITE);
    }
  }

  @Test
  void extensionsAreSkippedAndTheFirstFrameCounts() {
    byte[] comment = bytes(0x21, 0xFE, 3, 'a', 'b', 'c', 2, 'd', 'e', 0);
    byte[] second = frame(0, 0, 2, 2, 0, 3, 3, 3, 3);
    assertColors(join(screen(2, 2, 0), comment, FRAME, second, TRAILER), RED, GREEN, BLUE, WHITE);
  }

  @Test
  void whatIsTransparentOrNotCoveredIsWhite() {
    byte[] control = bytes(0x21, 0xF9, 4, 1, 0, 0, 1, 0);
    assertColors(
        join(screen(3, 2, 0), control, frame(1, 0, 2, 2, 0, 0, 1, 2, 0), TRAILER),
        WHITE,
        RED,
        WHITE,
        WHITE,
        BLUE,
        RED);
  }

  @Test
  void aPictureThatIsTransparentEverywhereIsRefused() {
    byte[] control = bytes(0x21, 0xF9, 4, 1, 0, 0, 1, 0);
    byte[] file = join(screen(2, 1, 0), control, frame(0, 0, 2, 1, 0, 1, 1), TRAILER);
    assertThatThrownBy(() -> Image.decode(file))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "picture is fully transparent: nothing of it can be seen; save it without"
                + " transparency");
  }

  @Test
  void interlacedRowsAreSorted() {
    // Stored are rows 0, 4, 2, 1, 3.
    assertColors(
        join(screen(1, 5, 0), frame(0, 0, 1, 5, 0x40, 0, 1, 2, 3, 0), TRAILER),
        RED,
        WHITE,
        BLUE,
        RED,
        GREEN);
  }

  @Test
  void aScreenThatIsTooSmallGrowsToItsFrame() {
    assertColors(join(screen(0, 0, 0), FRAME, TRAILER), RED, GREEN, BLUE, WHITE);
  }

  @Test
  void aPictureThatIsCutShortIsRefused() {
    byte[] whole = join(screen(2, 2, 0), FRAME);
    for (int length = 14; length < whole.length - 2; length++) {
      byte[] file = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Image.decode(file))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("is cut short");
    }
    byte[] ends = join(screen(2, 3, 0), frame(0, 0, 2, 3, 0, 0, 1, 2, 3), TRAILER);
    assertThatThrownBy(() -> Image.decode(ends))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is damaged: its data ends before its last row");
  }
}
