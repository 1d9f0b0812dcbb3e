package io.github.deepfer.benchmarks;

import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.onnx.tensor.InputSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Times the way of a face into a classifier's input of 48x48 grey pixels against OpenCV's: the face
 * cut out, made grey, resized (by area where it shrinks, linear where it grows) and normalised.
 */
public final class FaceInputSpeed {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final int INPUT = 48;
  private static final double MEAN = 0.5;
  private static final double STD = 0.25;
  private static final double LEVELS = 255;

  private static final InputSpec SPEC =
      new InputSpec(
          InputSpec.Layout.NCHW,
          INPUT,
          INPUT,
          PixelFormat.GRAY,
          1 / LEVELS,
          List.of(MEAN),
          List.of(STD));

  private FaceInputSpeed() {}

  /**
   * The input that is timed.
   *
   * @return 48x48 grey pixels
   */
  public static InputSpec spec() {
    return SPEC;
  }

  /** Writes a face, as {@code FacePreprocessor.write} does. */
  @FunctionalInterface
  public interface Writer {
    /** Writes one face at the beginning of the tensor. */
    void write(Image image, FaceCrop crop, FloatBuffer tensor);
  }

  /**
   * Times the way of one face, OpenCV on one thread.
   *
   * @param writer what is timed, for {@link #spec()}
   * @param side of the face in pixels, at most 700
   * @param format of the picture
   * @param budget how long to measure
   * @return nanoseconds of a call: of the writer, of OpenCV
   */
  public static double[] nanos(Writer writer, int side, PixelFormat format, Duration budget) {
    opencv_core.setNumThreads(1);
    ByteBuffer pixels = InputSpeed.pixels(WIDTH, HEIGHT, format);
    Image image = Image.wrap(pixels, WIDTH, HEIGHT, WIDTH * format.bytesPerPixel(), format);
    Rect place = new Rect((WIDTH - side) / 2, (HEIGHT - side) / 2, side, side);
    FaceCrop crop = new FaceCrop(place.x(), place.y(), side, side);
    FloatBuffer tensor =
        ByteBuffer.allocateDirect(SPEC.size() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    Mat mat =
        new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC(format.bytesPerPixel()), new BytePointer(pixels));
    return Turns.of(
            Clock.PROCESSOR,
            () -> writer.write(image, crop, tensor),
            () -> blob(mat, place, format))
        .nanosPerCall(budget);
  }

  private static void blob(Mat mat, Rect place, PixelFormat format) {
    Size size = new Size(INPUT, INPUT);
    int interpolation =
        place.width() < INPUT ? opencv_imgproc.INTER_LINEAR : opencv_imgproc.INTER_AREA;
    try (Mat face = new Mat(mat, place);
        Mat gray = new Mat();
        Mat resized = new Mat();
        Mat blob = new Mat()) {
      switch (format) {
        case GRAY -> gray.put(face);
        case RGB -> opencv_imgproc.cvtColor(face, gray, opencv_imgproc.COLOR_RGB2GRAY);
        case BGR -> opencv_imgproc.cvtColor(face, gray, opencv_imgproc.COLOR_BGR2GRAY);
        case RGBA -> opencv_imgproc.cvtColor(face, gray, opencv_imgproc.COLOR_RGBA2GRAY);
        case BGRA -> opencv_imgproc.cvtColor(face, gray, opencv_imgproc.COLOR_BGRA2GRAY);
      }
      opencv_imgproc.resize(gray, resized, size, 0, 0, interpolation);
      Scalar mean = new Scalar(LEVELS * MEAN);
      double scale = 1 / LEVELS / STD;
      opencv_dnn.blobFromImage(resized, blob, scale, size, mean, false, false, opencv_core.CV_32F);
    }
  }
}
