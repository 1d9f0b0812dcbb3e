package io.github.deepfer.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Times pieces of work against each other on a machine that others use too. Short blocks of each
 * take turns, so that a busy spell or a slower clock hits all of them, and of each the lower decile
 * counts: interference only ever adds time, and a tenth of many short blocks has next to none.
 */
public final class Turns {
  private static final long BLOCK_NANOS = 4_000_000;
  private static final int MIN_ROUNDS = 20;

  private final Clock clock;
  private final List<Runnable> works;

  private Turns(Clock clock, List<Runnable> works) {
    this.clock = clock;
    this.works = works;
  }

  /**
   * Takes up some works.
   *
   * @param clock what times them
   * @param works what to time
   * @return them, not timed yet
   */
  public static Turns of(Clock clock, Runnable... works) {
    return new Turns(clock, List.of(works));
  }

  /**
   * Times them. The first blocks warm the code up; they are slow, and so do not count.
   *
   * @param budget how long to go on, at least twenty rounds
   * @return nanoseconds of one call of each
   */
  public double[] nanosPerCall(Duration budget) {
    int[] calls = works.stream().mapToInt(this::callsPerBlock).toArray();
    List<double[]> rounds = new ArrayList<>();
    long end = System.nanoTime() + budget.toNanos();
    while (rounds.size() < MIN_ROUNDS || System.nanoTime() < end) {
      double[] times = new double[calls.length];
      for (int turn = 0; turn < calls.length; turn++) {
        // Each goes first in turn: what ran before leaves its traces in the caches.
        int work = (rounds.size() + turn) % calls.length;
        times[work] = (double) block(works.get(work), calls[work]) / calls[work];
      }
      rounds.add(times);
    }
    double[] result = new double[calls.length];
    for (int i = 0; i < calls.length; i++) {
      int work = i;
      double[] sorted = rounds.stream().mapToDouble(times -> times[work]).sorted().toArray();
      result[work] = sorted[sorted.length / 10];
    }
    return result;
  }

  private int callsPerBlock(Runnable work) {
    int calls = 1;
    while (block(work, calls) < BLOCK_NANOS) {
      calls *= 2;
    }
    return calls;
  }

  private long block(Runnable work, int calls) {
    long start = clock.nanos();
    for (int i = 0; i < calls; i++) {
      work.run();
    }
    return clock.nanos() - start;
  }
}
