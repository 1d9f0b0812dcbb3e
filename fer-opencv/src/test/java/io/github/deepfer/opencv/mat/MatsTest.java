package io.github.deepfer.opencv.mat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.opencv.core.OpenCv;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MatsTest {
  @BeforeAll
  static void load() {
    OpenCv.load();
  }

  @ParameterizedTest
  @EnumSource(PixelFormat.class)
  void aPictureWithGapsComesBackWithoutThem(PixelFormat format) {
    int size = format.bytesPerPixel();
    int stride = 5 * size + 3;
    byte[] bytes = new byte[stride * 4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Image image = Image.wrap(ByteBuffer.wrap(bytes), 5, 4, stride, format);
    try (Mat mat = Mats.toMat(image)) {
      assertThat(mat.cols()).isEqualTo(5);
      assertThat(mat.rows()).isEqualTo(4);
      assertThat(mat.channels()).isEqualTo(size);
      ByteBuffer back = Mats.toImage(mat).pixels();
      for (int y = 0; y < 4; y++) {
        for (int i = 0; i < 5 * size; i++) {
          assertThat(back.get()).isEqualTo(bytes[y * stride + i]);
        }
      }
    }
  }

  @Test
  void aPartOfAMatrixBecomesAPicture() {
    try (Mat whole = new Mat(10, 10, opencv_core.CV_8UC3, new Scalar(0));
        Rect place = new Rect(2, 3, 4, 5);
        Mat part = new Mat(whole, place)) {
      part.put(new Scalar(1, 2, 3, 0));
      for (Image image : new Image[] {Mats.toImage(part), Mats.view(part)}) {
        assertThat(image.width()).isEqualTo(4);
        assertThat(image.height()).isEqualTo(5);
        assertThat(image.format()).isEqualTo(PixelFormat.BGR);
        int last = 4 * image.stride() + 3 * 3;
        assertThat(image.pixels().get(last)).isEqualTo((byte) 1);
        assertThat(image.pixels().get(last + 2)).isEqualTo((byte) 3);
      }
    }
  }

  @Test
  void aViewShowsTheMatrixItself() {
    try (Mat mat = new Mat(2, 2, opencv_core.CV_8UC1, new Scalar(5))) {
      Image copy = Mats.toImage(mat);
      Image view = Mats.view(mat);
      mat.put(new Scalar(9));
      assertThat(copy.pixels().get(3)).isEqualTo((byte) 5);
      assertThat(view.pixels().get(3)).isEqualTo((byte) 9);
      assertThat(view.pixels().isDirect()).isTrue();
    }
  }

  @Test
  void refusesMatricesThatAreNoPicture() {
    for (int type : new int[] {opencv_core.CV_16UC1, opencv_core.CV_32FC3, opencv_core.CV_8UC2}) {
      try (Mat mat = new Mat(2, 2, type)) {
        assertThatThrownBy(() -> Mats.toImage(mat)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mats.view(mat)).isInstanceOf(IllegalArgumentException.class);
      }
    }
    try (Mat empty = new Mat()) {
      assertThatThrownBy(() -> Mats.toImage(empty)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
