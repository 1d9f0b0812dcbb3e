package io.github.deepfer.benchmarks.peers;

import io.github.deepfer.benchmarks.Turns;
import io.github.deepfer.benchmarks.Turns.Work;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ways to do the same, which take turns; the first is what the others are multiples of. */
final class Comparison {
  /** Processes that take turns empty each other's caches; threads start and end with a turn. */
  private static final Duration BLOCK = Duration.ofMillis(50);

  private final Map<String, Work> works = new LinkedHashMap<>();

  /** Adds a way, or none if there is none on this machine. */
  Comparison add(String name, @Nullable Work work) {
    if (work != null) {
      works.put(name, work);
    }
    return this;
  }

  /**
   * Times them and prints a line of each: its time as a multiple of the first one's, and in
   * microseconds.
   *
   * @param warmUpCalls calls of each before any counts
   * @param budget how long to measure
   */
  void print(String title, int warmUpCalls, Duration budget) {
    List<Work> timed = List.copyOf(works.values());
    timed.forEach(work -> work.nanos(warmUpCalls));
    double[] nanos = Turns.of(BLOCK, timed).nanosPerCall(budget);
    System.out.printf(Locale.ROOT, "%n%s%n", title);
    int i = 0;
    for (String name : works.keySet()) {
      System.out.printf(
          Locale.ROOT, "  %-44s %5.2f %9.0f us%n", name, nanos[i] / nanos[0], nanos[i] / 1000);
      i++;
    }
  }
}
