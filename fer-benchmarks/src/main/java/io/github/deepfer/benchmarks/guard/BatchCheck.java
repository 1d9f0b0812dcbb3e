package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Models;
import io.github.deepfer.benchmarks.RawSession;
import io.github.deepfer.benchmarks.Turns;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A face in a batch of 32 against a face alone, by the library and by ONNX Runtime alone. */
record BatchCheck(ClassifierOpener opener, String model) implements Check {
  private static final int BATCH = 32;
  private static final int THREADS = 2;

  @Override
  public Finding measure() throws Exception {
    Image face = Frames.face(48);
    List<FaceCrop> many = Collections.nCopies(BATCH, FaceCrop.whole(face));
    byte[] file = Models.bytes(model);
    try (EmotionClassifier classifier = opener.open(model, THREADS);
        RawSession rawSingle = new RawSession(file, 1, THREADS);
        RawSession rawBatch = new RawSession(file, BATCH, THREADS)) {
      double[] nanos =
          Turns.of(
                  Clock.WALL,
                  () -> classifier.classify(face),
                  () -> classifier.classify(face, many),
                  rawSingle::run,
                  rawBatch::run)
              .nanosPerCall(Duration.ofSeconds(5));
      return judge(
          model + ", " + THREADS + " threads",
          nanos[1] / BATCH / nanos[0],
          nanos[3] / BATCH / nanos[2]);
    }
  }

  /**
   * Judges what was seen.
   *
   * @param library time per face in a batch over the time of a face alone
   * @param runtime the same of ONNX Runtime alone
   */
  static Finding judge(String what, double library, double runtime) {
    return new Finding(
        what,
        Limit.BATCH,
        library,
        Math.max(Limit.BATCH.value(), Limit.BATCH_AGAINST_RUNTIME.value() * runtime),
        String.format(Locale.ROOT, "ONNX Runtime alone %.3f", runtime));
  }
}
