package io.github.deepfer.api;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Opens something on a thread of its own, which ends with that, while the caller opens something
 * else.
 */
final class OpeningAside<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private OpeningAside(String name, Supplier<T> opener) {
    task = new FutureTask<>(opener::get);
    thread = new Thread(task, name);
    thread.setDaemon(true);
  }

  static <T> OpeningAside<T> start(String name, Supplier<T> opener) {
    OpeningAside<T> aside = new OpeningAside<>(name, opener);
    aside.thread.start();
    return aside;
  }

  /**
   * Waits until the thread has ended, whoever interrupts, since what is opened must be closed by
   * someone.
   */
  T await() {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          thread.join();
          return task.get();
        } catch (InterruptedException e) {
          isInterrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof Error error) {
            throw error;
          }
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          throw new IllegalStateException(e); // an opener throws nothing else
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
