package io.github.deepfer.api.internal.work;

/**
 * Waits that an interrupt does not end, for what must be over before a method returns: a thread
 * that still uses what is released next would crash the JVM. The interrupt is kept.
 */
public final class Uninterruptibly {
  private Uninterruptibly() {}

  /** Something that waits. */
  @FunctionalInterface
  public interface Wait<R> {
    R await() throws InterruptedException;
  }

  /** Waits, anew after each interrupt. */
  public static <R> R call(Wait<R> wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until a thread has ended. */
  public static void join(Thread thread) {
    call(
        () -> {
          thread.join();
          return true;
        });
  }
}
