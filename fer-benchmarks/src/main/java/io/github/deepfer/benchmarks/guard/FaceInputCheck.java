package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.benchmarks.FaceInputSpeed;
import java.time.Duration;
import java.util.Locale;

/** The way of a face into a classifier's input, against OpenCV's. */
record FaceInputCheck(FaceInputSpeed.Writer writer, PixelFormat format, int side) implements Check {
  @Override
  public Finding measure() {
    double[] nanos = FaceInputSpeed.nanos(writer, side, format, Duration.ofSeconds(1));
    return new Finding(
        String.format(Locale.ROOT, "%s face of %d pixels, OpenCV", format, side),
        Limit.INPUT,
        nanos[0] / nanos[1],
        Limit.INPUT.value(),
        String.format(Locale.ROOT, "%.1f us against %.1f us", nanos[0] / 1000, nanos[1] / 1000));
  }
}
