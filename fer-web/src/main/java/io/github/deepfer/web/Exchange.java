package io.github.deepfer.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A request, its body as it comes in, and its one answer; of several answers the first is sent.
 * Thread-safe.
 *
 * <p>A connection that is closed while bytes of a body are unread is reset, and an answer that was
 * just sent is lost with it. So a refused body is read and dropped before its answer; and where
 * that takes too long, the connection lingers for a moment between its answer and its end.
 */
final class Exchange {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Limits limits;
  private final AtomicBoolean answered = new AtomicBoolean();
  private Progress body = Progress.UNREAD;
  private boolean sent;
  private boolean over;

  private enum Progress {
    UNREAD,
    COMING,
    READ,
    BROKEN_OFF
  }

  Exchange(Request request, Response response, Callback callback, Limits limits) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.limits = limits;
  }

  Request request() {
    return request;
  }

  boolean answered() {
    return answered.get();
  }

  /** Whether the request has one of these methods; refuses it if not. */
  boolean allows(String... methods) {
    String given = request.getMethod();
    if (List.of(methods).contains(given)) {
      return true;
    }
    String allowed = String.join(", ", methods);
    response.getHeaders().put(HttpHeader.ALLOW, allowed);
    refuse(Problem.methodNotAllowed(given, allowed));
    return false;
  }

  /** Answers with a problem unless another answer comes within that time. */
  void deadline(Duration time, Supplier<Problem> problem) {
    schedule(() -> answer(problem.get()), time.toMillis());
  }

  /**
   * Reads the body to its end without holding a thread while a client is slow; to be called once.
   *
   * @param most how many bytes are read, and at most a piece more
   * @param take gets each piece, which is its own only during the call
   * @param end gets whether the body is complete: it may break off, or go on beyond all measure
   */
  void read(long most, Consumer<ByteBuffer> take, Consumer<Boolean> end) {
    synchronized (this) {
      body = Progress.COMING;
    }
    new Reader(most, take, end).run();
  }

  /** How much is read of a body that is dropped. */
  long patience() {
    return 4 * limits.maxBodyBytes();
  }

  /** Answers a request whose body nobody has read. */
  void refuse(Problem problem) {
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      answer(problem); // the client sends its body only if it is asked to
      return;
    }
    deadline(limits.timeout(), () -> problem);
    read(patience(), piece -> {}, complete -> answer(problem));
  }

  void answer(Problem problem) {
    if (answered.compareAndSet(false, true)) {
      if (problem.status() == 503) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
      }
      synchronized (this) {
        if (body != Progress.READ) {
          response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
      }
      send(problem.status(), "application/problem+json", problem.json());
    }
  }

  void answer(String json) {
    answer("application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  void answer(int status, String json) {
    if (answered.compareAndSet(false, true)) {
      send(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }
  }

  void answer(String contentType, byte[] content) {
    if (answered.compareAndSet(false, true)) {
      send(200, contentType, content);
    }
  }

  void answerWithoutContent() {
    if (answered.compareAndSet(false, true)) {
      response.setStatus(204);
      response.write(true, ByteBuffer.allocate(0), Callback.from(this::linger, callback::failed));
    }
  }

  /** Leaves the answer to one who sends it in pieces, and then completes the callback. */
  void answerInPieces(String contentType, BiConsumer<Response, Callback> sender) {
    if (answered.compareAndSet(false, true)) {
      response.setStatus(200);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
      sender.accept(response, callback);
    }
  }

  private void send(int status, String contentType, byte[] content) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
    response.write(true, ByteBuffer.wrap(content), Callback.from(this::linger, callback::failed));
  }

  private void linger() {
    boolean wait;
    synchronized (this) {
      sent = true;
      wait = body == Progress.COMING;
    }
    if (wait) {
      schedule(() -> end(new TimeoutException("the body did not end")), Limits.LINGER.toMillis());
    } else {
      end(null);
    }
  }

  /** Hands the connection back to Jetty, which closes it after a failure. */
  private void end(@Nullable Throwable failure) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    if (failure == null) {
      callback.succeeded();
    } else {
      callback.failed(failure);
    }
  }

  private void schedule(Runnable task, long millis) {
    var scheduler = request.getComponents().getScheduler();
    var scheduled = scheduler.schedule(task, millis, TimeUnit.MILLISECONDS);
    Request.addCompletionListener(request, failure -> scheduled.cancel());
  }

  private final class Reader implements Runnable {
    private final Consumer<ByteBuffer> take;
    private final Consumer<Boolean> whenEnded;
    private final long most;
    private long size;

    Reader(long most, Consumer<ByteBuffer> take, Consumer<Boolean> whenEnded) {
      this.most = most;
      this.take = take;
      this.whenEnded = whenEnded;
    }

    @Override
    public void run() {
      while (size <= most) {
        Content.Chunk chunk = next();
        if (chunk == null) {
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          ended(Progress.BROKEN_OFF);
          return;
        }
        size += chunk.remaining();
        take.accept(chunk.getByteBuffer());
        boolean last = chunk.isLast();
        chunk.release();
        if (last) {
          ended(Progress.READ);
          return;
        }
      }
      // It is still coming, but from here on it can wait in the network.
      whenEnded.accept(false);
    }

    /** Under the lock, since Jetty's request must not be touched once the exchange is over. */
    private Content.@Nullable Chunk next() {
      synchronized (Exchange.this) {
        if (over) {
          return null;
        }
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
        }
        return chunk;
      }
    }

    private void ended(Progress state) {
      boolean lingering;
      synchronized (Exchange.this) {
        body = state;
        lingering = sent;
      }
      if (lingering) {
        end(null);
      } else {
        whenEnded.accept(state == Progress.READ);
      }
    }
  }
}
