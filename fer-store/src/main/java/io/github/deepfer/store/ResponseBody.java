package io.github.deepfer.store;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, read by one thread that does not wait for ever. The timeouts of
 * HttpClient end with the headers, so a server that falls silent later would hang its streams. No
 * more than one part is fetched ahead.
 */
final class ResponseBody implements BodySubscriber<ResponseBody>, AutoCloseable {
  /** Told from every list that the client hands over by its identity. */
  private static final List<ByteBuffer> END = new ArrayList<>();

  private final BlockingQueue<List<ByteBuffer>> parts = new LinkedBlockingQueue<>();
  private volatile @Nullable Throwable failure;
  private @Nullable Subscription subscription;
  private boolean closed;

  /**
   * Waits for the next part.
   *
   * @param silence how long at most
   * @return some bytes, or null at the end
   * @throws IOException if the connection broke or fell silent
   */
  @Nullable List<ByteBuffer> next(Duration silence) throws IOException, InterruptedException {
    List<ByteBuffer> part = parts.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
    if (part == null) {
      throw new IOException("the server sent nothing for " + silence.toMillis() + " ms");
    }
    Throwable broken = failure;
    if (part == END && broken != null) {
      throw new IOException("the connection broke: " + broken.getMessage(), broken);
    }
    if (part == END) {
      return null;
    }
    requestOne();
    return part;
  }

  @Override
  public CompletionStage<ResponseBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public synchronized void onSubscribe(Subscription source) {
    subscription = source;
    if (closed) {
      source.cancel();
    } else {
      source.request(1);
    }
  }

  private synchronized void requestOne() {
    if (subscription != null && !closed) {
      subscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    parts.add(part);
  }

  @Override
  public void onError(Throwable broken) {
    failure = broken;
    parts.add(END);
  }

  @Override
  public void onComplete() {
    parts.add(END);
  }

  /** Drops what has not been read, and with it the connection. */
  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
