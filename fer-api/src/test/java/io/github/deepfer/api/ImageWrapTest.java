package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageWrapTest {
  @Test
  void takesTheShortestBufferThatHoldsTheLastRow() {
    int stride = 10;
    Image image = Image.wrap(ByteBuffer.allocate(2 * stride + 9), 3, 3, stride, PixelFormat.RGB);
    assertThat(image.pixels().remaining()).isEqualTo(29);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.wrap(ByteBuffer.allocate(28), 3, 3, stride, PixelFormat.RGB))
        .withMessage("a 3x3 RGB picture with stride 10 needs 29 bytes, the buffer has 28");
  }

  @Test
  void refusesEmptyPictures() {
    for (int[] size : new int[][] {{0, 1}, {1, 0}, {-1, 1}, {1, -1}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Image.wrap(new byte[9], size[0], size[1], PixelFormat.RGB))
          .withMessageContaining("at least 1x1 pixels, got " + size[0] + "x" + size[1]);
    }
  }

  @Test
  void refusesStridesShorterThanARow() {
    for (int stride : new int[] {11, 0, -12}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Image.wrap(ByteBuffer.allocate(99), 3, 2, stride, PixelFormat.RGBA))
          .withMessage("stride must be at least 12 bytes for 3 RGBA pixels, got " + stride);
    }
  }

  @Test
  void sizesThatOverflowAnIntAreTooLargeForTheBuffer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.wrap(new byte[4], 1 << 30, 4, PixelFormat.RGBA));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.wrap(new byte[4], 65_536, 65_536, PixelFormat.GRAY))
        .withMessageContaining("needs 4294967296 bytes");
  }

  @Test
  void refusesNulls() {
    assertThatNullPointerException()
        .isThrownBy(() -> Image.wrap((byte[]) null, 1, 1, PixelFormat.GRAY));
    assertThatNullPointerException().isThrownBy(() -> Image.wrap(new byte[1], 1, 1, null));
    assertThatNullPointerException()
        .isThrownBy(() -> Image.wrap(ByteBuffer.allocate(1), 1, 1, 1, null));
  }

  @Test
  void startsAtTheBuffersPositionAndLeavesItThere() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6}).position(2);
    Image image = Image.wrap(buffer, 2, 1, 2, PixelFormat.GRAY);
    assertThat(image.pixels().get(0)).isEqualTo((byte) 3);
    assertThat(buffer.position()).isEqualTo(2);
    buffer.position(5);
    assertThat(image.pixels().get(1)).isEqualTo((byte) 4);
  }

  @Test
  void viewsAreReadOnlyAndIndependent() {
    Image image = Image.wrap(new byte[4], 2, 2, PixelFormat.GRAY);
    assertThatThrownBy(() -> image.pixels().put(0, (byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
    image.pixels().position(3);
    assertThat(image.pixels().position()).isZero();
  }

  @Test
  void staysDirectOrHeap() {
    ByteBuffer direct = ByteBuffer.allocateDirect(1);
    assertThat(Image.wrap(direct, 1, 1, 1, PixelFormat.GRAY).pixels().isDirect()).isTrue();
    assertThat(Image.wrap(new byte[1], 1, 1, PixelFormat.GRAY).pixels().isDirect()).isFalse();
  }

  /**
   * Whatever the numbers are, exact arithmetic decides who is refused, and no byte lies outside.
   */
  @Test
  void anyArgumentsGiveAPictureWithinTheBufferOrAreRefused() {
    int[] corners = {-1, 0, 1, 2, 3, 7, 64, 65_536, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE};
    Random random = new Random(20261124);
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      int width = number(random, corners);
      int height = number(random, corners);
      int stride = number(random, corners);
      PixelFormat format = PixelFormat.values()[random.nextInt(PixelFormat.values().length)];
      ByteBuffer buffer = ByteBuffer.allocate(random.nextInt(600));
      buffer.position(random.nextInt(buffer.limit() + 1));
      boolean fits =
          width > 0
              && height > 0
              && row(width, format).compareTo(BigInteger.valueOf(stride)) <= 0
              && BigInteger.valueOf(stride)
                      .multiply(BigInteger.valueOf(height - 1L))
                      .add(row(width, format))
                      .compareTo(BigInteger.valueOf(buffer.remaining()))
                  <= 0;
      Image image;
      try {
        image = Image.wrap(buffer, width, height, stride, format);
      } catch (IllegalArgumentException e) {
        assertThat(fits).as("case %s: %s", i, e.getMessage()).isFalse();
        continue;
      }
      assertThat(fits).as("case %s", i).isTrue();
      int last = (height - 1) * stride + width * format.bytesPerPixel() - 1;
      assertThat(image.pixels().limit()).isEqualTo(last + 1);
      accepted++;
    }
    assertThat(accepted).isGreaterThan(1000);
  }

  private static BigInteger row(int width, PixelFormat format) {
    return BigInteger.valueOf(width).multiply(BigInteger.valueOf(format.bytesPerPixel()));
  }

  private static int number(Random random, int[] corners) {
    return switch (random.nextInt(4)) {
      case 0 -> corners[random.nextInt(corners.length)];
      case 1 -> random.nextInt();
      default -> random.nextInt(40);
    };
  }
}
