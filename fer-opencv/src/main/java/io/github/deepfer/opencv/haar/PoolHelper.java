package io.github.deepfer.opencv.haar;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a pool that helps the caller if it comes in time. It is waited for only once it has
 * begun: the pool's threads may all be busy, blocked, or waiting for this very call. It has one
 * place in the pool's queue at most, however many calls it misses. One caller at a time; its work
 * must not block.
 */
final class PoolHelper implements Runnable {
  private enum State {
    /** Not in the pool's queue. */
    AWAY,
    /** In the queue, with work. */
    CALLED,
    /** In the queue, without. */
    DISMISSED,
    WORKING
  }

  private final Executor pool;
  private final AtomicReference<State> state = new AtomicReference<>(State.AWAY);
  private final Semaphore done = new Semaphore(0);
  private volatile @Nullable Runnable work;
  private volatile @Nullable Throwable failure;

  PoolHelper(Executor pool) {
    this.pool = pool;
  }

  /** Offers it work; {@link #finish} must follow. */
  void call(Runnable newWork) {
    work = newWork;
    if (state.getAndSet(State.CALLED) == State.AWAY) {
      pool.execute(this);
    }
  }

  /** The pool's. */
  @Override
  public void run() {
    while (!state.compareAndSet(State.DISMISSED, State.AWAY)) {
      // The caller may call or dismiss it meanwhile, and nothing else.
      if (state.compareAndSet(State.CALLED, State.WORKING)) {
        help();
        return;
      }
    }
  }

  private void help() {
    try {
      Runnable called = work;
      if (called != null) {
        called.run();
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      state.set(State.AWAY);
      done.release();
    }
  }

  /**
   * Dismisses it if it has not begun, otherwise waits until it is done.
   *
   * @return what its work threw, or null
   */
  @Nullable Throwable finish() {
    if (!state.compareAndSet(State.CALLED, State.DISMISSED)) {
      done.acquireUninterruptibly();
    }
    work = null;
    Throwable thrown = failure;
    failure = null;
    return thrown;
  }
}
