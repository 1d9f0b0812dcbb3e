package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.benchmarks.InputSpeed;
import java.time.Duration;
import java.util.Locale;

/** A frame's way into a detector's input, by default, against OpenCV's linear one. */
record InputCheck(InputSpeed.Writer writer) implements Check {
  @Override
  public Finding measure() {
    double[] nanos =
        InputSpeed.nanos(writer, 640, 480, 2 / 3.0, PixelFormat.BGR, Duration.ofSeconds(2));
    return new Finding(
        "640x480 by 2/3, OpenCV linear",
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
