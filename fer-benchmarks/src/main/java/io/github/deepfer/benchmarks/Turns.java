package io.github.deepfer.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Times pieces of work against each other on a machine that others use too. Short blocks of each
 * take turns, so that a busy spell or a slower clock hits all of them, and of each the lower decile
 * counts: interference only ever adds time, and a tenth of many short blocks has next to none.
 */
public final class Turns {
  private static final Duration BLOCK = Duration.ofMillis(4);
  private static final int MIN_ROUNDS = 20;

  private final long blockNanos;
  private final List<Work> works;

  private Turns(Duration block, List<Work> works) {
    blockNanos = block.toNanos();
    this.works = works;
  }

  /** Something that times itself, in this process or in another. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @param calls how often
     * @return nanoseconds of all calls together
     */
    long nanos(int calls);

    /**
     * Work of the calling thread.
     *
     * @param clock what times it
     * @param call one call
     * @return the work
     */
    static Work of(Clock clock, Runnable call) {
      return calls -> {
        long start = clock.nanos();
        for (int i = 0; i < calls; i++) {
          call.run();
        }
        return clock.nanos() - start;
      };
    }
  }

  /**
   * Takes up some works.
   *
   * @param clock what times them
   * @param works what to time
   * @return them, not timed yet
   */
  public static Turns of(Clock clock, Runnable... works) {
    return of(BLOCK, Stream.of(works).map(work -> Work.of(clock, work)).toList());
  }

  /**
   * Takes up works that time themselves.
   *
   * @param block the least that each does in a turn; longer ones for works that find their caches
   *     empty after a turn of another process
   * @param works what to time
   * @return them, not timed yet
   */
  public static Turns of(Duration block, List<Work> works) {
    return new Turns(block, List.copyOf(works));
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
        long nanos = works.get(work).nanos(calls[work]);
        times[work] = (double) nanos / calls[work];
        if (nanos < blockNanos / 2) {
          // Compiled since its calls were counted; a call alone finds what it needs in no cache.
          calls[work] *= 2;
        }
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

  private int callsPerBlock(Work work) {
    int calls = 1;
    while (work.nanos(calls) < blockNanos) {
      calls *= 2;
    }
    return calls;
  }
}
