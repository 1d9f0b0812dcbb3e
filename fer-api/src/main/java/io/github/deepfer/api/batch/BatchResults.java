package io.github.deepfer.api.batch;

import io.github.deepfer.api.internal.work.InOrder;
import io.github.deepfer.api.internal.work.Workers;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

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

  private final Workers workers;
  private final InOrder<S, BatchResult<S>> results;
  private volatile boolean closed;

  BatchResults(Iterator<? extends S> sources, BatchWork<S> work, int threads) {
    workers = new Workers("fer-batch", threads);
    results = new InOrder<>(sources, work::analyze, workers, threads * AHEAD_PER_THREAD);
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
    return !closed && results.hasNext();
  }

  /**
   * Waits for the next result.
   *
   * @return what became of the next picture
   * @throws NoSuchElementException if there is none
   * @throws CancellationException if the thread is interrupted, which it still is then: the result
   *     can be asked for again; or if the results are closed meanwhile
   * @throws RuntimeException as {@link #hasNext()}
   */
  @Override
  public BatchResult<S> next() {
    if (closed) {
      throw new NoSuchElementException("the batch is closed");
    }
    return results.next();
  }

  /**
   * Drops what has not begun, waits for the pictures that are worked on, and ends the threads. Not
   * to be called from within a {@link PictureStep}, which would wait for itself. A second call does
   * nothing.
   */
  @Override
  public void close() {
    closed = true;
    workers.close();
  }
}
