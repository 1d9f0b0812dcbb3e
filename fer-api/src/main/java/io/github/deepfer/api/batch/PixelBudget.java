package io.github.deepfer.api.batch;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/**
 * Bounds the pixels that are in memory at once. A picture of more than all of them waits until it
 * is alone. First come, first served, so that a large one is not overtaken for ever. Thread-safe.
 */
final class PixelBudget {
  /** What is counted in, since a semaphore counts up to 2^31. */
  private static final int UNIT = 1024;

  private final int units;
  private final Semaphore free;

  PixelBudget(long pixels) {
    units = units(pixels, Integer.MAX_VALUE);
    free = new Semaphore(units, true);
  }

  /** Works with a picture once there is room for it. */
  <R> R call(long pixels, Callable<R> work) throws Exception {
    int taken = units(pixels, units);
    free.acquireUninterruptibly(taken);
    try {
      return work.call();
    } finally {
      free.release(taken);
    }
  }

  private static int units(long pixels, int most) {
    return (int) Math.min(most, 1 + (pixels - 1) / UNIT);
  }
}
