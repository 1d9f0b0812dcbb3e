package io.github.deepfer.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed number of threads with a short queue before them. */
final class Workers {
  private final ThreadPoolExecutor executor;
  private final Map<Object, Long> starts = new ConcurrentHashMap<>();

  Workers(int threads, int queue) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            queue == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queue),
            task -> thread(task, number.incrementAndGet()));
  }

  /** A process that ends does not wait for one that is stuck. */
  private static Thread thread(Runnable task, int number) {
    Thread thread = new Thread(task, "fer-web-worker-" + number);
    thread.setDaemon(true);
    return thread;
  }

  /** Runs a task soon, or returns false because too many wait already. */
  boolean offer(Runnable task) {
    try {
      executor.execute(() -> run(task));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void run(Runnable task) {
    starts.put(task, System.nanoTime());
    try {
      task.run();
    } finally {
      starts.remove(task);
    }
  }

  /** How many have been at one task for longer than that. */
  int stuck(Duration atLeast) {
    long now = System.nanoTime();
    return (int) starts.values().stream().filter(start -> now - start > atLeast.toNanos()).count();
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
