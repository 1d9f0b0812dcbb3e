package io.github.deepfer.web;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Collects a request's body. Of one that goes over a limit nothing is kept. Thread-safe. */
final class Body {
  private static final int FIRST = 64 << 10;

  private final Limits limits;
  private final AtomicLong buffered;
  private final long announced;
  private byte[] bytes = new byte[0];
  private int size;
  private @Nullable Problem refusal;

  /**
   * Starts empty.
   *
   * @param buffered counts the memory of all bodies
   * @param announced how many bytes the sender means to send, or -1
   */
  Body(Limits limits, AtomicLong buffered, long announced) {
    this.limits = limits;
    this.buffered = buffered;
    this.announced = announced;
  }

  synchronized void take(ByteBuffer piece) {
    if (refusal != null || !piece.hasRemaining()) {
      return;
    }
    long needed = (long) size + piece.remaining();
    if (needed > limits.maxBodyBytes()) {
      refuse(Problem.tooLarge(limits.maxBodyBytes()));
    } else if (needed > bytes.length && !grow((int) needed)) {
      refuse(Problem.overloaded());
    } else {
      int count = piece.remaining();
      piece.get(bytes, size, count);
      size += count;
    }
  }

  /** Never by more than was announced, but not at once either: announcing costs nothing. */
  private boolean grow(int needed) {
    long larger = Math.max(FIRST, 2L * bytes.length);
    if (announced >= 0) {
      larger = Math.min(larger, announced);
    }
    int capacity = (int) Math.max(needed, Math.min(larger, limits.maxBodyBytes()));
    // Both are there while one is copied to the other.
    if (buffered.addAndGet(capacity) > limits.maxBufferedBytes()) {
      buffered.addAndGet(-capacity);
      return false;
    }
    int before = bytes.length;
    try {
      bytes = Arrays.copyOf(bytes, capacity);
    } catch (OutOfMemoryError e) {
      buffered.addAndGet(-capacity);
      return false;
    }
    buffered.addAndGet(-before);
    return true;
  }

  private void refuse(Problem problem) {
    refusal = problem;
    release();
  }

  /** Why it was not kept, or null. */
  synchronized @Nullable Problem refusal() {
    return refusal;
  }

  /** The bytes, which still count until {@link #release()}. */
  synchronized byte[] whole() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  synchronized void release() {
    buffered.addAndGet(-bytes.length);
    bytes = new byte[0];
    size = 0;
  }
}
