package io.github.deepfer.api.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The results of a batch, in the order of its sources, as they come. Used by one thread; {@link
 * #close()} may be called from any other, at any time.
 *
 * @param <S> what the pictures come from
 */
public final class BatchResults<S extends PictureSource>
    implements Iterator<BatchResult<S>>, AutoCloseable {
  /**
   * How far the quick pictures may get ahead of a slow one. What waits holds no pixels, only a
   * source or a result.
   */
  private static final int AHEAD_PER_THREAD = 32;

  private final Iterator<? extends S> sources;
  private final BatchWork<S> work;
  private final int ahead;
  private final ThreadPoolExecutor workers;
  private final Queue<Future<BatchResult<S>>> pending = new ArrayDeque<>();
  private @Nullable Throwable sourceFailure;
  private boolean exhausted;
  private boolean closed;

  BatchResults(Iterator<? extends S> sources, BatchWork<S> work, int threads) {
    this.sources = sources;
    this.work = work;
    ahead = threads * AHEAD_PER_THREAD;
    AtomicInteger number = new AtomicInteger();
    workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "fer-batch-" + number.incrementAndGet());
              // Results that were forgotten to be closed do not keep a process alive.
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Whether there is another result; it may not have come yet.
   *
   * @return false at the end, and after {@link #close()}
   * @throws RuntimeException what the iterator of the sources threw, after the results of those
   *     before
   */
  @Override
  public boolean hasNext() {
    submitAhead();
    synchronized (pending) {
      if (!pending.isEmpty()) {
        return true;
      }
    }
    Throwable failure = sourceFailure;
    sourceFailure = null;
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return false;
  }

  /**
   * Waits for the next result.
   *
   * @return what became of the next picture
   * @throws NoSuchElementException if there is none
   * @throws CancellationException if the thread is interrupted, which it still is then, or if the
   *     results are closed meanwhile
   * @throws RuntimeException as {@link #hasNext()}
   */
  @Override
  public BatchResult<S> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more results");
    }
    Future<BatchResult<S>> first;
    synchronized (pending) {
      first = pending.peek();
    }
    if (first == null) {
      throw new CancellationException("the batch was closed");
    }
    try {
      BatchResult<S> result = first.get();
      synchronized (pending) {
        pending.poll();
      }
      // Those behind it go on while the caller is busy with this one.
      submitAhead();
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException)
          new CancellationException("the thread was interrupted while it waited for a result")
              .initCause(e);
    } catch (ExecutionException e) {
      throw new AssertionError("a batch's work throws nothing", e);
    }
  }

  /** Asks for sources until enough of them wait. */
  private void submitAhead() {
    while (!exhausted && hasRoom()) {
      S source;
      try {
        if (!sources.hasNext()) {
          exhausted = true;
          workers.shutdown();
          return;
        }
        source = sources.next();
      } catch (RuntimeException | Error e) {
        exhausted = true;
        sourceFailure = e;
        workers.shutdown();
        return;
      }
      submit(source);
    }
  }

  private boolean hasRoom() {
    synchronized (pending) {
      return !closed && pending.size() < ahead;
    }
  }

  private void submit(S source) {
    synchronized (pending) {
      if (!closed) {
        pending.add(workers.submit(() -> work.analyze(source)));
      }
    }
  }

  /**
   * Drops what has not begun, waits for the pictures that are worked on, and ends the threads. Not
   * to be called from within a {@link PictureStep}, which would wait for itself. A second call does
   * nothing.
   */
  @Override
  public void close() {
    synchronized (pending) {
      closed = true;
      List<Runnable> waiting = new ArrayList<>();
      workers.getQueue().drainTo(waiting);
      waiting.forEach(task -> ((Future<?>) task).cancel(false));
      workers.shutdown();
      pending.clear();
    }
    boolean interrupted = false;
    for (boolean ended = false; !ended; ) {
      try {
        ended = workers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
