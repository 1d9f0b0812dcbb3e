package io.github.deepfer.cli.webcam;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** What is shown of the speed: frames of the last second, and how old a frame is when shown. */
final class FrameRate {
  private static final long WINDOW_NANOS = 1_000_000_000;

  private final Deque<Long> shown = new ArrayDeque<>();

  /** Counts a frame and describes the speed. */
  String next(long nowNanos, Duration latency, long dropped) {
    shown.addLast(nowNanos);
    while (nowNanos - shown.getFirst() > WINDOW_NANOS) {
      shown.removeFirst();
    }
    long span = nowNanos - shown.getFirst();
    double rate = span == 0 ? 0 : (shown.size() - 1) * 1e9 / span;
    return String.format(
        Locale.ROOT, "%.0f fps, %d ms, %d dropped", rate, latency.toMillis(), dropped);
  }
}
