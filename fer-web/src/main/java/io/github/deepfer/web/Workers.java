package io.github.deepfer.web;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed number of threads with a short queue before them. */
final class Workers {
  private final ThreadPoolExecutor executor;

  Workers(int threads, int queue) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            queue == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queue),
            task -> new Thread(task, "fer-web-worker-" + number.incrementAndGet()));
  }

  /** Runs a task soon, or returns false because too many wait already. */
  boolean offer(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  int busy() {
    return executor.getActiveCount();
  }

  int waiting() {
    return executor.getQueue().size();
  }

  /** Finishes what was taken on, takes on nothing more. */
  void close(Duration atMost) {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
