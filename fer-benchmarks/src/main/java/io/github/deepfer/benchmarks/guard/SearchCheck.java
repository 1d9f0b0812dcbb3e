package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Turns;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.opencv.global.opencv_core;

/** A detector's search of a frame against OpenCV's of every window, on one thread each. */
record SearchCheck(Supplier<FaceDetector> opener, Image frame) implements Check {
  @Override
  public Finding measure() {
    opencv_core.setNumThreads(1);
    try (FaceDetector detector = opener.get();
        FaceDetector every = HaarFaceDetector.builder().exhaustive(true).build()) {
      int faces = detector.detect(frame).size();
      double[] nanos =
          Turns.of(Clock.PROCESSOR, () -> detector.detect(frame), () -> every.detect(frame))
              .nanosPerCall(Duration.ofSeconds(2));
      return new Finding(
          "haar, " + faces + (faces == 1 ? " face" : " faces"),
          Limit.SEARCH,
          nanos[0] / nanos[1],
          Limit.SEARCH.value(),
          String.format(Locale.ROOT, "%.0f us against %.0f us", nanos[0] / 1000, nanos[1] / 1000));
    }
  }
}
