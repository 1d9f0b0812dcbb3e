package io.github.deepfer.api.internal.work;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What several threads make of things, in the order of the things. They are asked for on the thread
 * that takes the results, and no further ahead than it allows. Used by one thread.
 *
 * @param <S> the things
 * @param <R> what is made of them
 */
public final class InOrder<S, R> implements Iterator<R> {
  private final Iterator<? extends S> things;
  private final Function<? super S, ? extends R> work;
  private final Workers workers;
  private final int ahead;
  private final Queue<Future<R>> pending = new ArrayDeque<>();
  private @Nullable Throwable failure;
  private boolean exhausted;

  /**
   * Begins with the first question for a result.
   *
   * @param things any number
   * @param work done with each of them, on the workers
   * @param workers do it; may do other work, too
   * @param ahead how many things are at work or done and not yet taken, at most
   */
  public InOrder(
      Iterator<? extends S> things,
      Function<? super S, ? extends R> work,
      Workers workers,
      int ahead) {
    this.things = things;
    this.work = work;
    this.workers = workers;
    this.ahead = ahead;
  }

  /**
   * Whether there is another result, which may not have come yet.
   *
   * @throws RuntimeException what the things' iterator threw, after the results of those before
   */
  @Override
  public boolean hasNext() {
    submitAhead();
    if (!pending.isEmpty()) {
      return true;
    }
    Throwable thrown = failure;
    failure = null;
    if (thrown != null) {
      throw unchecked(thrown);
    }
    return false;
  }

  /**
   * Waits for the next result.
   *
   * @throws CancellationException if the thread is interrupted, which it still is then, or the
   *     workers are closed; the result may be asked for again after an interrupt
   * @throws RuntimeException what the work or the things' iterator threw
   */
  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more results");
    }
    Future<R> first = Objects.requireNonNull(pending.peek());
    try {
      R result = first.get();
      pending.remove();
      // Those behind it go on while the caller is busy with this one.
      submitAhead();
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException)
          new CancellationException("the thread was interrupted while it waited for a result")
              .initCause(e);
    } catch (ExecutionException e) {
      pending.remove();
      throw unchecked(Objects.requireNonNull(e.getCause()));
    }
  }

  private void submitAhead() {
    while (!exhausted && pending.size() < ahead) {
      try {
        if (!things.hasNext()) {
          exhausted = true;
          return;
        }
        S thing = things.next();
        pending.add(workers.submit(() -> work.apply(thing)));
      } catch (RuntimeException | Error e) {
        exhausted = true;
        failure = e;
      }
    }
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }
}
