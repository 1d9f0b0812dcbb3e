package io.github.deepfer.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What time is told by. */
public enum Clock {
  /** The calling thread's time on a processor, for work that this thread does alone. */
  PROCESSOR {
    @Override
    public long nanos() {
      return THREADS.getCurrentThreadCpuTime();
    }
  },

  /** For work that several threads share, or that waits. */
  WALL {
    @Override
    public long nanos() {
      return System.nanoTime();
    }
  };

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /**
   * Reads the clock.
   *
   * @return nanoseconds from some fixed point
   */
  public abstract long nanos();
}
