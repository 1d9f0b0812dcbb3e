package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Image;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Turns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** A face through the quantised model against one through the model it was made from. */
record Int8Check(ClassifierOpener opener, String int8, String fp32) implements Check {
  @Override
  public Finding measure() throws IOException {
    Image face = Frames.face(48);
    try (EmotionClassifier quantised = opener.open(int8, 1);
        EmotionClassifier full = opener.open(fp32, 1)) {
      double[] nanos =
          Turns.of(Clock.PROCESSOR, () -> quantised.classify(face), () -> full.classify(face))
              .nanosPerCall(Duration.ofSeconds(2));
      return new Finding(
          int8 + " against " + fp32,
          Limit.INT8,
          nanos[0] / nanos[1],
          hasInt8DotProduct() ? Limit.INT8.value() : Limit.INT8_EMULATED.value(),
          String.format(Locale.ROOT, "%.1f us against %.1f us", nanos[0] / 1000, nanos[1] / 1000));
    }
  }

  /** Known on Linux only; elsewhere it is taken for granted. */
  private static boolean hasInt8DotProduct() throws IOException {
    Path description = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(description)) {
      return true;
    }
    String features = Files.readString(description, StandardCharsets.ISO_8859_1);
    // AVX-512 VNNI and AVX-VNNI on x86, the dot product of ARMv8.2.
    return features.contains("vnni") || features.contains("asimddp");
  }
}
