package io.github.deepfer.web;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body as it comes in, which holds no thread while a client is slow. A body over
 * the limit is read to its end and dropped, since few clients read an answer before they have sent
 * all.
 */
final class Body implements Runnable {
  private final Exchange exchange;
  private final Limits limits;
  private final AtomicLong buffered;
  private final Consumer<byte[]> whenComplete;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean tooLarge;
  private boolean overloaded;
  private long reserved;

  private Body(
      Exchange exchange, Limits limits, AtomicLong buffered, Consumer<byte[]> whenComplete) {
    this.exchange = exchange;
    this.limits = limits;
    this.buffered = buffered;
    this.whenComplete = whenComplete;
  }

  /** Reads the body; {@code buffered} counts the bytes of all bodies that are in memory. */
  static void read(
      Exchange exchange, Limits limits, AtomicLong buffered, Consumer<byte[]> whenComplete) {
    Body body = new Body(exchange, limits, buffered, whenComplete);
    Request.addCompletionListener(exchange.request(), failure -> body.release());
    body.tooLarge = exchange.request().getLength() > limits.maxBodyBytes();
    body.run();
  }

  @Override
  public void run() {
    while (!exchange.answered()) {
      Content.Chunk chunk = exchange.request().read();
      if (chunk == null) {
        exchange.request().demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        exchange.answer(Problem.tooSlow(Limits.IDLE.toSeconds()));
        return;
      }
      take(chunk);
      boolean last = chunk.isLast();
      chunk.release();
      if (last) {
        finish();
        return;
      }
    }
  }

  private synchronized void take(Content.Chunk chunk) {
    int size = chunk.remaining();
    if (tooLarge || overloaded || size == 0) {
      return;
    }
    reserved += size;
    overloaded = buffered.addAndGet(size) > limits.maxBufferedBytes();
    tooLarge = reserved > limits.maxBodyBytes();
    if (tooLarge || overloaded) {
      release();
      return;
    }
    byte[] copy = new byte[size];
    chunk.getByteBuffer().get(copy);
    bytes.writeBytes(copy);
  }

  private void finish() {
    if (tooLarge) {
      exchange.answer(Problem.tooLarge(limits.maxBodyBytes()));
    } else if (overloaded) {
      exchange.answer(Problem.overloaded());
    } else {
      byte[] whole = bytes.toByteArray();
      bytes = new ByteArrayOutputStream();
      whenComplete.accept(whole);
    }
  }

  private synchronized void release() {
    bytes = new ByteArrayOutputStream();
    buffered.addAndGet(-reserved);
    reserved = 0;
  }
}
