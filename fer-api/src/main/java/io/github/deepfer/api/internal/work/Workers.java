package io.github.deepfer.api.internal.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Named threads that live as long as the work that they were started for. Thread-safe. */
public final class Workers implements AutoCloseable {
  private final ThreadPoolExecutor threads;
  private boolean closed;

  /**
   * Starts no thread yet.
   *
   * @param name what the threads are called, before their number
   * @param count how many there are at most
   */
  public Workers(String name, int count) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              // Work that was forgotten to be closed does not keep a process alive.
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Has work done; throws {@link CancellationException} after close. */
  synchronized <R> Future<R> submit(Callable<R> work) {
    if (closed) {
      throw new CancellationException("it was closed");
    }
    return threads.submit(work);
  }

  /**
   * Drops what has not begun, waits for what is at work, and ends the threads. Interrupts nothing:
   * native code would not notice, and a file that is being written would be torn. Not to be called
   * from one of the threads.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      List<Runnable> waiting = new ArrayList<>();
      threads.getQueue().drainTo(waiting);
      waiting.forEach(task -> ((Future<?>) task).cancel(false));
      threads.shutdown();
    }
    Uninterruptibly.call(() -> threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
  }
}
