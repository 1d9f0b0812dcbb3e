package io.github.deepfer.benchmarks.guard;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What time is told by. */
enum Clock {
  /** The calling thread's time on a processor, for work that this thread does alone. */
  PROCESSOR {
    @Override
    long nanos() {
      return THREADS.getCurrentThreadCpuTime();
    }
  },

  /** For work that several threads share, or that waits. */
  WALL {
    @Override
    long nanos() {
      return System.nanoTime();
    }
  };

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  abstract long nanos();
}
