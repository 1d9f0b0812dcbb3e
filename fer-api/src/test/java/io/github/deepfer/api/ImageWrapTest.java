package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
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
}
