package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Image;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Models;
import io.github.deepfer.benchmarks.RawSession;
import io.github.deepfer.benchmarks.Turns;
import java.time.Duration;
import java.util.Locale;

/** One face through the classifier against one through ONNX Runtime alone. */
record SessionRunCheck(ClassifierOpener opener, String model) implements Check {
  @Override
  public Finding measure() throws Exception {
    Image face = Frames.face(48);
    try (EmotionClassifier classifier = opener.open(model, 1);
        RawSession raw = new RawSession(Models.bytes(model), 1, 1)) {
      double[] nanos =
          Turns.of(Clock.PROCESSOR, () -> classifier.classify(face), raw::run)
              .nanosPerCall(Duration.ofSeconds(3));
      return new Finding(
          model + ", 1 thread",
          Limit.SESSION_RUN,
          nanos[0] / nanos[1],
          Limit.SESSION_RUN.value(),
          String.format(Locale.ROOT, "%.1f us against %.1f us", nanos[0] / 1000, nanos[1] / 1000));
    }
  }
}
