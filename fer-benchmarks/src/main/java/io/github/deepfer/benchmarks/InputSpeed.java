package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.fixtures.FaceFrames;
import io.github.deepfer.onnx.tensor.FacePreprocessor;
import io.github.deepfer.onnx.tensor.InputSpec;
import io.github.deepfer.onnx.tensor.PictureWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Times the way of a picture into a detector's input against {@code cv::resize} and {@code
 * cv::dnn::blobFromImage}, by area and linear, on one thread, and that of faces into a classifier's
 * ({@link FaceInputSpeed}); and counts how often the same faces are found in pictures that OpenCV
 * shrank before. Run it with {@code InputSpeed detector.onnx}.
 */
public final class InputSpeed {
  private static final Duration BUDGET = Duration.ofSeconds(6);
  private static final Duration FACE_BUDGET = Duration.ofSeconds(2);
  private static final int SMALLEST = 16;
  private static final int FRAMES = 100;
  private static final double MIN_IOU = 0.9;

  private InputSpeed() {}

  public static void main(String[] args) {
    System.out.println("picture, scale: microseconds; of OpenCV's by area, of OpenCV's linear");
    for (PixelFormat format : PixelFormat.values()) {
      for (double scale : new double[] {0.5, 2 / 3.0, 1}) {
        time(640, 480, scale, format);
      }
    }
    time(1280, 720, 0.5, PixelFormat.BGR);
    time(1280, 720, 4 / 9.0, PixelFormat.BGR);
    time(1920, 1080, 1 / 3.0, PixelFormat.BGR);
    System.out.println("face, pixels: microseconds; of OpenCV's");
    for (PixelFormat format : PixelFormat.values()) {
      for (int side : new int[] {32, 48, 79, 200, 500}) {
        timeFace(side, format);
      }
    }
    if (args.length > 0) {
      System.out.println("scale: faces in OpenCV's picture, of which in place, others");
      for (int smallest : new int[] {24, 32, 48}) {
        compare(args[0], smallest);
      }
    }
  }

  private static void time(int width, int height, double scale, PixelFormat format) {
    double[] nanos = nanos(new PictureWriter()::write, width, height, scale, format, BUDGET);
    System.out.printf(
        Locale.ROOT,
        "%dx%d %s, %.3f: %.0f; %.2f, %.2f%n",
        width,
        height,
        format,
        scale,
        nanos[0] / 1000,
        nanos[0] / nanos[1],
        nanos[0] / nanos[2]);
  }

  private static void timeFace(int side, PixelFormat format) {
    FacePreprocessor preprocessor = new FacePreprocessor(FaceInputSpeed.spec());
    double[] nanos =
        FaceInputSpeed.nanos(
            (image, crop, tensor) -> preprocessor.write(image, image.pixels(), crop, tensor, 0),
            side,
            format,
            FACE_BUDGET);
    System.out.printf(
        Locale.ROOT, "%s, %d: %.1f; %.2f%n", format, side, nanos[0] / 1000, nanos[0] / nanos[1]);
  }

  /** Lays a picture into the input of a net, as {@link PictureWriter#write} does. */
  @FunctionalInterface
  public interface Writer {
    /** Writes one picture. */
    void write(Image image, InputSpec spec, double scale, FloatBuffer tensor);
  }

  /**
   * Times the way of a frame into an input of three planes, OpenCV on one thread.
   *
   * @param writer what is timed
   * @param width of the frame
   * @param height of the frame
   * @param scale pixels of the input per pixel of the frame
   * @param format of the frame
   * @param budget how long to measure
   * @return nanoseconds of a call: of the writer, of OpenCV by area, of OpenCV linear
   */
  public static double[] nanos(
      Writer writer, int width, int height, double scale, PixelFormat format, Duration budget) {
    opencv_core.setNumThreads(1);
    ByteBuffer pixels = pixels(width, height, format);
    int stride = width * format.bytesPerPixel();
    Image image = Image.wrap(pixels, width, height, stride, format);
    Size size = new Size((int) (width * scale), (int) (height * scale));
    InputSpec spec =
        new InputSpec(
            InputSpec.Layout.NCHW,
            size.width(),
            size.height(),
            PixelFormat.BGR,
            1,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0));
    FloatBuffer tensor =
        ByteBuffer.allocateDirect(spec.size() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    Mat mat =
        new Mat(height, width, opencv_core.CV_8UC(format.bytesPerPixel()), new BytePointer(pixels));
    return Turns.of(
            Clock.PROCESSOR,
            () -> writer.write(image, spec, scale, tensor),
            () -> blob(mat, size, format, opencv_imgproc.INTER_AREA),
            () -> blob(mat, size, format, opencv_imgproc.INTER_LINEAR))
        .nanosPerCall(budget);
  }

  /** In the order that OpenCV is fastest in: the fewest pixels are turned into three channels. */
  private static void blob(Mat mat, Size size, PixelFormat format, int interpolation) {
    try (Mat resized = new Mat();
        Mat colored = new Mat();
        Mat blob = new Mat()) {
      opencv_imgproc.resize(mat, resized, size, 0, 0, interpolation);
      switch (format) {
        case GRAY -> opencv_imgproc.cvtColor(resized, colored, opencv_imgproc.COLOR_GRAY2BGR);
        case RGBA -> opencv_imgproc.cvtColor(resized, colored, opencv_imgproc.COLOR_RGBA2BGR);
        case BGRA -> opencv_imgproc.cvtColor(resized, colored, opencv_imgproc.COLOR_BGRA2BGR);
        case RGB, BGR -> colored.put(resized);
      }
      boolean swapsChannels = format == PixelFormat.RGB;
      opencv_dnn.blobFromImage(
          colored, blob, 1, new Size(), new Scalar(0.0), swapsChannels, false, opencv_core.CV_32F);
    }
  }

  static ByteBuffer pixels(int width, int height, PixelFormat format) {
    Image frame = Frames.group(width, height, 5);
    ByteBuffer source = frame.pixels();
    ByteBuffer pixels = ByteBuffer.allocateDirect(width * height * format.bytesPerPixel());
    for (int i = 0; i < width * height; i++) {
      int at = i * format.bytesPerPixel();
      pixels.put(at + format.green(), source.get(3 * i + 1));
      pixels.put(at + format.red(), source.get(3 * i + 2));
      pixels.put(at + format.blue(), source.get(3 * i));
    }
    return pixels;
  }

  private static void compare(String model, int smallest) {
    double scale = (double) SMALLEST / smallest;
    int faces = 0;
    int equal = 0;
    int others = 0;
    try (Pipeline shrinking = pipeline(model, smallest);
        Pipeline plain = pipeline(model, SMALLEST)) {
      for (Image frame : FaceFrames.random(FRAMES, 1280, 720, 1)) {
        List<DetectedFace> expected = plain.detect(shrunk(frame, scale));
        List<Box> found = shrinking.detect(frame).stream().map(DetectedFace::box).toList();
        faces += expected.size();
        int inPlace = 0;
        for (DetectedFace face : expected) {
          Box box = enlarged(face.box(), scale);
          inPlace += found.stream().anyMatch(other -> other.iou(box) >= MIN_IOU) ? 1 : 0;
        }
        equal += inPlace;
        others += Math.max(0, found.size() - inPlace);
      }
    }
    System.out.printf(Locale.ROOT, "%.3f: %d, %d, %d%n", scale, faces, equal, others);
  }

  private static Pipeline pipeline(String model, int smallest) {
    return Pipeline.builder()
        .detector(Model.ofFile(Path.of(model)))
        .classifier("lite-int8")
        .minFaceSize(smallest)
        .build();
  }

  private static Box enlarged(Box box, double scale) {
    return new Box(
        (int) Math.round(box.x() / scale),
        (int) Math.round(box.y() / scale),
        (int) Math.round(box.width() / scale),
        (int) Math.round(box.height() / scale));
  }

  private static Image shrunk(Image image, double scale) {
    int width = (int) Math.round(image.width() * scale);
    int height = (int) Math.round(image.height() * scale);
    int channels = image.format().bytesPerPixel();
    ByteBuffer source = image.pixels();
    ByteBuffer direct = ByteBuffer.allocateDirect(source.remaining()).put(source).flip();
    byte[] pixels = new byte[width * height * channels];
    try (Mat mat =
            new Mat(
                image.height(),
                image.width(),
                opencv_core.CV_8UC(channels),
                new BytePointer(direct),
                image.stride());
        Mat resized = new Mat()) {
      opencv_imgproc.resize(mat, resized, new Size(width, height), 0, 0, opencv_imgproc.INTER_AREA);
      resized.data().get(pixels);
    }
    return Image.wrap(pixels, width, height, image.format());
  }
}
