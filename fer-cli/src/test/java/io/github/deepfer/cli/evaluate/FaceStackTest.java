package io.github.deepfer.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaceStackTest {
  /** What a crop that reaches outside a picture would see: the face's own edge, not a neighbour. */
  @Test
  void everyFaceIsSurroundedByItsOwnEdges() {
    Image first = Image.wrap(new byte[] {1, 2, 3, 4}, 2, 2, PixelFormat.GRAY);
    Image second =
        Image.wrap(ByteBuffer.wrap(new byte[] {5, 6, 0, 7, 8, 0}), 2, 2, 3, PixelFormat.GRAY);
    FaceStack stack = FaceStack.of(List.of(first, second));
    byte[] pixels = new byte[4 * 8];
    stack.image().pixels().get(pixels);
    assertThat(pixels)
        .containsExactly(
            1, 1, 2, 2, //
            1, 1, 2, 2, //
            3, 3, 4, 4, //
            3, 3, 4, 4, //
            5, 5, 6, 6, //
            5, 5, 6, 6, //
            7, 7, 8, 8, //
            7, 7, 8, 8);
    assertThat(stack.boxes()).containsExactly(new Box(1, 1, 2, 2), new Box(1, 5, 2, 2));
  }
}
