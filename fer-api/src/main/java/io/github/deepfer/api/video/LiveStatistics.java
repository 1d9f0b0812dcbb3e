package io.github.deepfer.api.video;

import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link LiveLoop} keeps up. After the source's end, {@code captured} is {@code analyzed +
 * dropped}; before, a few more frames are on their way.
 *
 * @param captured frames that the source gave
 * @param analyzed frames that were handed to the handler
 * @param dropped frames that were replaced by newer ones before they were looked at
 * @param framesPerSecond analyzed frames per second, from the first one to the last; 0 before the
 *     second
 * @param medianLatency from a frame's arrival to its hand-over, half of the last {@value
 *     Latencies#KEPT} analyzed frames took at most this long; zero before the first
 * @param p99Latency the same for 99 % of them
 */
public record LiveStatistics(
    long captured,
    long analyzed,
    long dropped,
    double framesPerSecond,
    Duration medianLatency,
    Duration p99Latency) {
  /** Checks that nothing is null. */
  public LiveStatistics {
    Objects.requireNonNull(medianLatency, "medianLatency");
    Objects.requireNonNull(p99Latency, "p99Latency");
  }
}
