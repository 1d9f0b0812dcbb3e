package io.github.deepfer.api.video;

import java.time.Duration;
import java.util.Arrays;

/** The last latencies, in constant memory. Not thread-safe. */
final class Latencies {
  static final int KEPT = 1024;

  private final long[] nanos = new long[KEPT];
  private long count;

  void add(long latencyNanos) {
    nanos[(int) (count++ % KEPT)] = latencyNanos;
  }

  /** The least latency that the given share of frames did not exceed (nearest rank). */
  Duration percentile(double share) {
    long[] sorted = Arrays.copyOf(nanos, (int) Math.min(count, KEPT));
    if (sorted.length == 0) {
      return Duration.ZERO;
    }
    Arrays.sort(sorted);
    return Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
  }
}
