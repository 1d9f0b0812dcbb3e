package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.benchmarks.Callers;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.opencv.global.opencv_core;

/**
 * Two callers of one pipeline against one, next to two threads that share nothing against one. Each
 * call keeps to the thread that makes it.
 */
record TwoThreadsCheck(ClassifierOpener opener, String model, Image frame) implements Check {
  private static final int ROUNDS = 25;

  /** Where two threads gain less than this, callers that wait for each other hardly lose. */
  private static final double MIN_TELLING = 1.4;

  @Override
  public Finding measure() throws Exception {
    try (EmotionClassifier classifier = opener.open(model, 1);
        Pipeline pipeline = Pipeline.builder().detector("haar").classifier(classifier).build();
        Callers callers = new Callers()) {
      opencv_core.setNumThreads(1);
      Runnable analyze = () -> pipeline.analyze(frame);
      callers.callsPerSecond(2, analyze);
      callers.callsPerSecond(2, TwoThreadsCheck::shareNothing);
      double[] gains = new double[ROUNDS];
      double[] possible = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        double one = callers.callsPerSecond(1, analyze);
        double oneAlone = callers.callsPerSecond(1, TwoThreadsCheck::shareNothing);
        double two = callers.callsPerSecond(2, analyze);
        double twoAlone = callers.callsPerSecond(2, TwoThreadsCheck::shareNothing);
        gains[round] = two / one;
        possible[round] = twoAlone / oneAlone;
      }
      return judge(model, gains, possible);
    }
  }

  /**
   * Judges what was seen.
   *
   * @param gains per round, two callers' throughput over one's
   * @param possible per round, the same of threads that share nothing
   */
  static Finding judge(String what, double[] gains, double[] possible) {
    double[] shares = new double[gains.length];
    for (int round = 0; round < gains.length; round++) {
      shares[round] = gains[round] / possible[round];
    }
    return new Finding(
        what + ", share of throughput lost",
        Limit.TWO_THREADS,
        1 - median(shares),
        1 - Limit.TWO_THREADS.value() / 2,
        String.format(
            Locale.ROOT,
            "%.2f times the throughput, threads that share nothing %.2f times%s",
            median(gains),
            median(possible),
            median(possible) < MIN_TELLING ? "; too busy a machine to tell much" : ""));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Arithmetic in registers, for about a millisecond. */
  private static void shareNothing() {
    long state = System.nanoTime() | 1;
    for (int i = 0; i < 500_000; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
    }
    if (state == 0) {
      throw new AssertionError("xorshift never reaches 0; this keeps the loop from being removed");
    }
  }
}
