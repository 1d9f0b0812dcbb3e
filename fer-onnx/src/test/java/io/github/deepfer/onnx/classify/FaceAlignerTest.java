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
import io.github.deepfer.onnx.tensor.FacePreprocessor;
import io.github.deepfer.onnx.tensor.InputSpec;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceAlignerTest {
  private static final int SIDE = 12;
  private static final Landmarks TEMPLATE =
      new Landmarks(
          new Point(3, 4),
          new Point(8, 4),
          new Point(5.5f, 6.5f),
          new Point(3.5f, 9),
          new Point(7.5f, 9));

  /**
   * A picture whose level rises evenly in x and y is that level anywhere between its pixels, and
   * the mean over any pixel is the level at its centre. So what an aligned pixel is follows from
   * where the similarity transform puts it.
   */
  @ParameterizedTest
  @CsvSource({
    "0,    1,   20, 20",
    "0,    3.7, 9,  14",
    "30,   2,   60, 20",
    "-45,  2.5, 20, 70",
    "90,   1.3, 60, 20",
    "180,  0.6, 50, 50",
    "11.5, 5,   12, 3",
  })
  void anyTurnScaleAndShiftIsUndone(double degrees, double scale, double shiftX, double shiftY) {
    double cos = scale * Math.cos(Math.toRadians(degrees));
    double sin = scale * Math.sin(Math.toRadians(degrees));
    UnaryOperator<Point> toPicture =
        point ->
            new Point(
                (float) (cos * point.x() - sin * point.y() + shiftX),
                (float) (sin * point.x() + cos * point.y() + shiftY));
    Image picture = ramp(100);
    float[] aligned = align(picture, map(TEMPLATE, toPicture), spec(PixelFormat.GRAY));
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        Point from = toPicture.apply(new Point(column, row));
        // Within reach of the edge, samples repeat it.
        if (Math.min(from.x(), from.y()) > scale && Math.max(from.x(), from.y()) < 99 - scale) {
          assertThat(aligned[row * SIDE + column])
              .as("pixel %s,%s from %s", column, row, from)
              .isCloseTo(from.x() + from.y(), within(0.01f));
        }
      }
    }
  }

  /**
   * In least squares, errors without a mean, a scale and a turn change nothing. Pulling the eyes up
   * and the corners of the mouth down by as much as keeps the sum of error times position 0 both
   * ways is such an error.
   */
  @Test
  void errorsThatCancelOutChangeNothing() {
    // Around the mean (5.5, 6.5) eyes are at y -2.5, corners at 2.5, x at -2.5, 2.5, -2, 2.
    Landmarks exact = map(TEMPLATE, point -> new Point(point.x() + 30, point.y() + 30));
    float eye = 1;
    float corner = 1.25f;
    Landmarks disturbed =
        new Landmarks(
            shifted(exact.leftEye(), 0, eye),
            shifted(exact.rightEye(), 0, -eye),
            exact.nose(),
            shifted(exact.leftMouth(), 0, -corner),
            shifted(exact.rightMouth(), 0, corner));
    assertThat(align(ramp(100), disturbed, spec(PixelFormat.GRAY)))
        .containsExactly(align(ramp(100), exact, spec(PixelFormat.GRAY)), within(1e-3f));
  }

  private static Point shifted(Point point, float x, float y) {
    return new Point(point.x() + x, point.y() + y);
  }

  @Test
  void colourAndFormatAreAsTheyAreCropped() {
    byte[] pixels = new byte[40 * 40 * 4];
    for (int i = 0; i < 40 * 40; i++) {
      pixels[4 * i] = (byte) 200;
      pixels[4 * i + 1] = (byte) 100;
      pixels[4 * i + 2] = (byte) 50;
    }
    Image image = Image.wrap(pixels, 40, 40, PixelFormat.BGRA);
    Landmarks landmarks = map(TEMPLATE, point -> new Point(2 * point.x() + 5, 2 * point.y() + 5));
    for (PixelFormat color : List.of(PixelFormat.GRAY, PixelFormat.RGB, PixelFormat.BGR)) {
      InputSpec spec = spec(color);
      FloatBuffer cropped = FloatBuffer.allocate(spec.size());
      new FacePreprocessor(spec)
          .write(image, image.pixels(), new FaceCrop(5, 5, 20, 20), cropped, 0);
      assertThat(align(image, landmarks, spec)).containsExactly(cropped.array(), within(1e-3f));
    }
  }

  @Test
  void landmarksThatSayNothingAreNotUsed() {
    Landmarks one = map(TEMPLATE, point -> new Point(5, 5));
    Landmarks endless = map(TEMPLATE, point -> new Point(1e30f * point.x(), point.y()));
    Image image = ramp(20);
    for (Landmarks landmarks : List.of(one, endless)) {
      FloatBuffer tensor = FloatBuffer.allocate(SIDE * SIDE);
      assertThat(
              new FaceAligner(spec(PixelFormat.GRAY), TEMPLATE)
                  .write(image, image.pixels(), landmarks, tensor, 0))
          .isFalse();
      assertThat(tensor.array()).containsOnly(0);
    }
  }

  @Test
  void aModelThatAsksForItGetsAlignedFaces() {
    // The landmarks of a face that stands on its head, in a picture of 4x4 pixels.
    String template = "0.3,0.3,0.7,0.3,0.5,0.5,0.35,0.8,0.65,0.8";
    Landmarks upsideDown =
        new Landmarks(
            new Point(2.3f, 2.3f),
            new Point(0.7f, 2.3f),
            new Point(1.5f, 1.5f),
            new Point(2.1f, 0.3f),
            new Point(0.9f, 0.3f));
    byte[] upright = new byte[16];
    byte[] turned = new byte[16];
    for (int i = 0; i < 16; i++) {
      upright[i] = (byte) (i * 15);
      turned[15 - i] = (byte) (i * 15);
    }
    TinyModel asks = TinyModel.foreign("gray", "gray", "NCHW").with("crop.landmarks", template);
    TinyModel doesNot = TinyModel.foreign("gray", "gray", "NCHW");
    FaceCrop plain = new FaceCrop(0, 0, 4, 4);
    EmotionProbabilities expected = classify(doesNot, upright, plain);
    assertSame(classify(asks, turned, plain.withLandmarks(upsideDown)), expected);
    assertThat(classify(doesNot, turned, plain.withLandmarks(upsideDown)))
        .isEqualTo(classify(doesNot, turned, plain))
        .isNotEqualTo(expected);
    // Without landmarks the crop has to do.
    assertThat(classify(asks, turned, plain)).isEqualTo(classify(doesNot, turned, plain));
  }

  private static void assertSame(EmotionProbabilities actual, EmotionProbabilities expected) {
    expected
        .asMap()
        .forEach(
            (emotion, value) -> assertThat(actual.get(emotion)).isCloseTo(value, within(1e-5f)));
  }

  private static EmotionProbabilities classify(TinyModel model, byte[] pixels, FaceCrop crop) {
    try (EmotionClassifier classifier =
        new OnnxClassifierBackend().open(model.described(), BackendOptions.DEFAULT)) {
      return classifier.classify(Image.wrap(pixels, 4, 4, PixelFormat.GRAY), List.of(crop)).get(0);
    }
  }

  private static float[] align(Image image, Landmarks landmarks, InputSpec spec) {
    FloatBuffer tensor = FloatBuffer.allocate(spec.size());
    assertThat(new FaceAligner(spec, TEMPLATE).write(image, image.pixels(), landmarks, tensor, 0))
        .isTrue();
    return tensor.array();
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

  private static Landmarks map(Landmarks points, UnaryOperator<Point> map) {
    return new Landmarks(
        map.apply(points.leftEye()),
        map.apply(points.rightEye()),
        map.apply(points.nose()),
        map.apply(points.leftMouth()),
        map.apply(points.rightMouth()));
  }

  /** Level x + y. */
  private static Image ramp(int side) {
    byte[] pixels = new byte[side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % side + i / side);
    }
    return Image.wrap(pixels, side, side, PixelFormat.GRAY);
  }
}
