package io.github.deepfer.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Collects a request's body. Of one that goes over a limit nothing is kept. Thread-safe. */
final class Body {
  private final Limits limits;
  private final AtomicLong buffered;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable Problem refusal;
  private long reserved;

  /** {@code buffered} counts the bytes of all bodies that are in memory. */
  Body(Limits limits, AtomicLong buffered) {
    this.limits = limits;
    this.buffered = buffered;
  }

  synchronized void take(ByteBuffer piece) {
    int size = piece.remaining();
    if (refusal != null || size == 0) {
      return;
    }
    reserved += size;
    if (buffered.addAndGet(size) > limits.maxBufferedBytes()) {
      refusal = Problem.overloaded();
    } else if (reserved > limits.maxBodyBytes()) {
      refusal = Problem.tooLarge(limits.maxBodyBytes());
    }
    if (refusal != null) {
      release();
      return;
    }
    byte[] copy = new byte[size];
    piece.get(copy);
    bytes.writeBytes(copy);
  }

  /** Why it was not kept, or null. */
  synchronized @Nullable Problem refusal() {
    return refusal;
  }

  /** The bytes, which still count until {@link #release()}. */
  synchronized byte[] whole() {
    byte[] whole = bytes.toByteArray();
    bytes = new ByteArrayOutputStream();
    return whole;
  }

  synchronized void release() {
    bytes = new ByteArrayOutputStream();
    buffered.addAndGet(-reserved);
    reserved = 0;
  }
}
