package io.github.deepfer.api.video;

import org.jspecify.annotations.Nullable;

/** The place of one thing on its way from one thread to the next. Thread-safe. */
final class HandOff<T> {
  private @Nullable T held;
  private boolean ended;
  private boolean aborted;

  /** Puts the newest thing in the place of an older one that nobody took; whether there was one. */
  synchronized boolean replace(T next) {
    boolean dropped = held != null;
    held = next;
    notifyAll();
    return dropped;
  }

  /** Puts a thing and waits until it is taken; false if it never will be. */
  synchronized boolean put(T next) throws InterruptedException {
    held = next;
    notifyAll();
    while (held != null && !aborted) {
      wait();
    }
    return !aborted;
  }

  /** Waits for a thing; null at the end. */
  synchronized @Nullable T take() throws InterruptedException {
    while (held == null && !ended && !aborted) {
      wait();
    }
    T taken = aborted ? null : held;
    held = null;
    notifyAll();
    return taken;
  }

  /** Nothing more comes; what is there can still be taken. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Nothing more is taken, not even what is there. */
  synchronized void abort() {
    aborted = true;
    notifyAll();
  }
}
