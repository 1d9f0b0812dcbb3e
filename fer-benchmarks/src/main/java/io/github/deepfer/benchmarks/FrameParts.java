package io.github.deepfer.benchmarks;

import ai.onnxruntime.OrtException;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Where the time of a JPEG frame goes that is analyzed with the defaults, on one thread: each part
 * beside what the library under it takes alone, which is what any program pays that decodes with
 * libjpeg-turbo and runs the same nets on ONNX Runtime. Run it with {@code FrameParts}.
 */
public final class FrameParts {
  private static final Duration BUDGET = Duration.ofSeconds(8);

  /** What the detector searches is padded to multiples of this. */
  private static final int STRIDE = 32;

  private static final double SCALE = 2 / 3.0;

  private FrameParts() {}

  public static void main(String[] args) throws OrtException {
    opencv_core.setNumThreads(1);
    Classifiers.warmUp();
    System.out.println(
        "| frame | all | decoded, OpenCV | detected, net | classified, net | floor |");
    System.out.println("|---|---|---|---|---|---|");
    for (int faces : new int[] {1, 5}) {
      print(640, 480, faces);
    }
    for (int faces : new int[] {1, 5}) {
      print(1280, 720, faces);
    }
  }

  private static void print(int width, int height, int faces) throws OrtException {
    byte[] file = Frames.jpeg(Frames.group(width, height, faces));
    Image image = Image.decode(file);
    long[] searched = {1, 3, searched(height), searched(width)};
    try (Pipeline pipeline =
            Pipeline.builder().detector("face").classifier("lite").threads(1).build();
        RawSession detector = new RawSession(Models.bytes("face"), searched, 1);
        RawSession classifier = new RawSession(Models.bytes("lite"), faces, 1);
        BytePointer bytes = new BytePointer(file);
        Mat encoded = new Mat(1, file.length, opencv_core.CV_8U, bytes);
        Mat decoded = new Mat()) {
      List<DetectedFace> found = pipeline.detect(image);
      double[] nanos =
          Turns.of(
                  Clock.PROCESSOR,
                  () -> pipeline.analyze(Image.decode(file)),
                  () -> Image.decode(file),
                  () -> opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR, decoded),
                  () -> pipeline.detect(image),
                  detector::run,
                  () -> pipeline.classify(image, found),
                  classifier::run)
              .nanosPerCall(BUDGET);
      System.out.printf(
          Locale.ROOT,
          "| %dx%d, %d of %d faces | %.0f | %.0f, %.0f | %.0f, %.0f | %.0f, %.0f | %.2f |%n",
          width,
          height,
          found.size(),
          faces,
          nanos[0] / 1000,
          nanos[1] / 1000,
          nanos[2] / 1000,
          nanos[3] / 1000,
          nanos[4] / 1000,
          nanos[5] / 1000,
          nanos[6] / 1000,
          (nanos[2] + nanos[4] + nanos[6]) / nanos[0]);
    }
  }

  private static int searched(int side) {
    return (int) Math.ceil(Math.rint(side * SCALE) / STRIDE) * STRIDE;
  }
}
