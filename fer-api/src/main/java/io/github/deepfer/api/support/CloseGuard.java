package io.github.deepfer.api.support;

import io.github.deepfer.api.internal.work.Uninterruptibly;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets calls run side by side and close only when none runs. Native sessions crash the process when
 * they are released during a run. Thread-safe.
 */
public final class CloseGuard {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final String name;
  private boolean closed;

  /**
   * Creates an open guard.
   *
   * @param name what is guarded, for the message after close
   */
  public CloseGuard(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * Runs a call that close must wait for.
   *
   * @param <T> what the call returns
   * @param call the call
   * @return what the call returned
   * @throws IllegalStateException after {@link #close}
   */
  public <T> T call(Supplier<T> call) {
    Objects.requireNonNull(call, "call");
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(name + " is closed; open a new one");
      }
      return call.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Waits for running calls, then releases; only the first close does.
   *
   * @param release frees what is guarded
   * @throws IllegalStateException if a call running in this very thread closes what it runs on
   */
  public void close(Runnable release) {
    Objects.requireNonNull(release, "release");
    refuseFromWithin();
    lock.writeLock().lock();
    releaseOnce(release);
  }

  /**
   * Waits for running calls, ends those that run too long, then releases; only the first close
   * does.
   *
   * @param release frees what is guarded
   * @param patience how long calls may go on
   * @param end has calls that still run then come to an end; it is called once, from this thread
   * @throws IllegalStateException if a call running in this very thread closes what it runs on
   */
  public void close(Runnable release, Duration patience, Runnable end) {
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(end, "end");
    refuseFromWithin();
    if (!isLockedWithin(patience)) {
      end.run();
      lock.writeLock().lock();
    }
    releaseOnce(release);
  }

  /** Waits on when it is interrupted, as a lock does, and keeps the interrupt. */
  private boolean isLockedWithin(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    return Uninterruptibly.call(
        () -> lock.writeLock().tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
  }

  private void refuseFromWithin() {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException(name + " cannot be closed from within its own call");
    }
  }

  /** Under the lock, which it gives back. */
  private void releaseOnce(Runnable release) {
    try {
      if (!closed) {
        closed = true;
        release.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
