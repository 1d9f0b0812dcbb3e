package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.benchmarks.Callers;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a second processor gains, next to what it gains for two threads that share nothing, in the
 * same seconds: on a busy machine neither is two.
 */
final class Gain {
  private static final int ROUNDS = 17;

  /** Where two threads gain less than this, callers that wait for each other hardly lose. */
  private static final double MIN_TELLING = 1.4;

  private Gain() {}

  /** Does something for a while. */
  @FunctionalInterface
  interface Throughput {
    double perSecond() throws Exception;
  }

  /**
   * Measures, in turns.
   *
   * @param limit the gain that is asked for where threads that share nothing gain two
   * @param one uses one processor
   * @param two uses two
   */
  static Finding measure(String what, Limit limit, Throughput one, Throughput two)
      throws Exception {
    try (Callers callers = new Callers()) {
      two.perSecond();
      callers.callsPerSecond(2, Gain::shareNothing);
      double[] gains = new double[ROUNDS];
      double[] possible = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        double alone = one.perSecond();
        double sharesNothing = callers.callsPerSecond(1, Gain::shareNothing);
        gains[round] = two.perSecond() / alone;
        possible[round] = callers.callsPerSecond(2, Gain::shareNothing) / sharesNothing;
      }
      return judge(what, limit, gains, possible);
    }
  }

  /**
   * Judges what was seen.
   *
   * @param gains per round, the throughput on two processors over that on one
   * @param possible per round, the same of threads that share nothing
   */
  static Finding judge(String what, Limit limit, double[] gains, double[] possible) {
    double[] shares = new double[gains.length];
    for (int round = 0; round < gains.length; round++) {
      shares[round] = gains[round] / possible[round];
    }
    return new Finding(
        what + ", share of throughput lost",
        limit,
        1 - median(shares),
        1 - limit.value() / 2,
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
