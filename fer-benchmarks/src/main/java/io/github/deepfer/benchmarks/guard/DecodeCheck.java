package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.Image;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Turns;
import java.time.Duration;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** A JPEG's way from its bytes to an {@link Image}, against OpenCV's into memory of its own. */
record DecodeCheck(int width, int height) implements Check {
  @Override
  public Finding measure() {
    opencv_core.setNumThreads(1);
    byte[] file = Frames.jpeg(Frames.group(width, height, 1));
    try (BytePointer bytes = new BytePointer(file);
        Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, bytes);
        Mat decoded = new Mat()) {
      double[] nanos =
          Turns.of(Clock.PROCESSOR, () -> Image.decode(file), () -> decode(encoded, decoded))
              .nanosPerCall(Duration.ofSeconds(2));
      return new Finding(
          width + "x" + height + " JPEG, OpenCV alone",
          Limit.DECODE,
          nanos[0] / nanos[1],
          Limit.DECODE.value(),
          String.format(Locale.ROOT, "%.0f us against %.0f us", nanos[0] / 1000, nanos[1] / 1000));
    }
  }

  private static void decode(Mat encoded, Mat decoded) {
    opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR, decoded).close();
  }
}
