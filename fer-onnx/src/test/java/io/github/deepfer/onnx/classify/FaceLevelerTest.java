package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.TinyModel;
import io.github.deepfer.onnx.tensor.InputSpec;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceLevelerTest {
  private static final int SIDE = 12;

  /** In the middle of a picture of 120 pixels. */
  private static final FaceCrop CROP = new FaceCrop(40, 40, 40, 40);

  /** A pixel of the input takes as many of the picture. */
  private static final double STEP = 40.0 / SIDE;

  /**
   * A picture whose level rises evenly in x and y is that level anywhere between its pixels, and
   * the mean over any pixel is the level at its centre. So what a pixel is follows from where the
   * turn puts it.
   */
  @ParameterizedTest
  @ValueSource(doubles = {6, -17, 30, -45, 59})
  void theEyesOfATiltedHeadBecomeLevel(double degrees) {
    double cos = STEP * Math.cos(Math.toRadians(degrees));
    double sin = STEP * Math.sin(Math.toRadians(degrees));
    for (PixelFormat color : List.of(PixelFormat.GRAY, PixelFormat.RGB)) {
      FloatBuffer level = FloatBuffer.allocate(spec(color).size());
      assertThat(write(CROP, tilted(degrees), level, color)).isTrue();
      for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
          double right = column + 0.5 - SIDE / 2.0;
          double down = row + 0.5 - SIDE / 2.0;
          double x = 60 + cos * right - sin * down - 0.5;
          double y = 60 + sin * right + cos * down - 0.5;
          assertThat(level.get(row * SIDE + column))
              .as("pixel %s,%s from %s,%s", column, row, x, y)
              .isCloseTo((float) (x + y), within(0.1f));
        }
      }
    }
  }

  @Test
  void whatIsLevelOrNotToBeBelievedOrNoSquareStaysAsItIs() {
    FloatBuffer tensor = FloatBuffer.allocate(SIDE * SIDE);
    for (double degrees : new double[] {0, 4, -4, 70, 180}) {
      assertThat(write(CROP, tilted(degrees), tensor, PixelFormat.GRAY))
          .as("%s degrees", degrees)
          .isFalse();
    }
    Point middle = new Point(60, 60);
    Landmarks none = new Landmarks(middle, middle, middle, middle, middle);
    assertThat(write(CROP, none, tensor, PixelFormat.GRAY)).isFalse();
    FaceCrop wide = new FaceCrop(40, 40, 50, 40);
    assertThat(write(wide, tilted(20), tensor, PixelFormat.GRAY)).isFalse();
    assertThat(tensor.array()).containsOnly(0);
  }

  @Test
  void aModelGetsLevelFacesUnlessItIsToldNotTo() {
    FaceCrop tilted = CROP.withLandmarks(tilted(30));
    EmotionProbabilities plain = classify(CROP, BackendOptions.DEFAULT);
    assertThat(classify(tilted, BackendOptions.DEFAULT)).isNotEqualTo(plain);
    assertThat(classify(CROP.withLandmarks(tilted(0)), BackendOptions.DEFAULT)).isEqualTo(plain);
    BackendOptions asTheyAre = BackendOptions.builder().option("onnx.align", "false").build();
    assertThat(classify(tilted, asTheyAre)).isEqualTo(plain);
  }

  private static EmotionProbabilities classify(FaceCrop crop, BackendOptions options) {
    try (EmotionClassifier classifier =
        new OnnxClassifierBackend().open(TinyModel.gray("gray").model(), options)) {
      return classifier.classify(ramp(PixelFormat.GRAY), List.of(crop)).get(0);
    }
  }

  private static boolean write(
      FaceCrop crop, Landmarks landmarks, FloatBuffer tensor, PixelFormat color) {
    Image image = ramp(color);
    return new FaceLeveler(spec(color)).write(image, image.pixels(), crop, landmarks, tensor, 0);
  }

  private static InputSpec spec(PixelFormat color) {
    int channels = color.bytesPerPixel();
    return new InputSpec(
        InputSpec.Layout.NCHW,
        SIDE,
        SIDE,
        color,
        1,
        Collections.nCopies(channels, 0.0),
        Collections.nCopies(channels, 1.0));
  }

  /** Of a face in the middle of the picture, turned clockwise. */
  private static Landmarks tilted(double degrees) {
    return new Landmarks(
        turned(-16, -16, degrees),
        turned(16, -16, degrees),
        turned(0, 3, degrees),
        turned(-12, 19, degrees),
        turned(12, 19, degrees));
  }

  private static Point turned(double right, double down, double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    return new Point(
        (float) (60 + cos * right - sin * down), (float) (60 + sin * right + cos * down));
  }

  /** Level x + y in every channel. */
  private static Image ramp(PixelFormat format) {
    int channels = format.bytesPerPixel();
    byte[] pixels = new byte[120 * 120 * channels];
    for (int i = 0; i < pixels.length; i++) {
      int at = i / channels;
      pixels[i] = (byte) (at % 120 + at / 120);
    }
    return Image.wrap(pixels, 120, 120, format);
  }
}
