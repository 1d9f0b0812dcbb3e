package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.benchmarks.InputSpeed;
import java.time.Duration;
import java.util.Locale;

/** The way of a frame of 640x480 into a detector's input, against OpenCV's linear one. */
record InputCheck(InputSpeed.Writer writer, PixelFormat format, double scale) implements Check {
  @Override
  public Finding measure() {
    double[] nanos = InputSpeed.nanos(writer, 640, 480, scale, format, Duration.ofSeconds(2));
    return new Finding(
        String.format(Locale.ROOT, "%s by %.2f, OpenCV linear", format, scale),
        Limit.INPUT,
        nanos[0] / nanos[2],
        Limit.INPUT.value(),
        String.format(
            Locale.ROOT,
            "%.0f us against %.0f us, by area %.0f us",
            nanos[0] / 1000,
            nanos[2] / 1000,
            nanos[1] / 1000));
  }
}
