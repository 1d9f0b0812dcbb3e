package io.github.deepfer.benchmarks.endurance;

import java.util.concurrent.TimeUnit;

/**
 * The time in which the process could run: a stopped process or a machine that sleeps makes a gap,
 * which is left out and counted. Thread-safe.
 */
final class RunningTime {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A thread that is late by so much was stopped, not just waiting for a processor. */
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(5);

  private long last = System.nanoTime();
  private long running;
  private int gaps;

  RunningTime() {
    Thread ticks = new Thread(this::tickOn, "running-time");
    ticks.setDaemon(true);
    ticks.start();
  }

  synchronized double seconds() {
    tick();
    return running / 1e9;
  }

  /** How often the process was stopped. */
  synchronized int gaps() {
    tick();
    return gaps;
  }

  private synchronized void tick() {
    long now = System.nanoTime();
    if (now - last < GAP_NANOS) {
      running += now - last;
    } else {
      gaps++;
    }
    last = now;
  }

  private void tickOn() {
    try {
      while (true) {
        tick();
        TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
