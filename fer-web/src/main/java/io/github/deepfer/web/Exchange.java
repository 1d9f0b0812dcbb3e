package io.github.deepfer.web;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A request and its one answer; of several answers the first is sent. Thread-safe. */
final class Exchange {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final AtomicBoolean answered = new AtomicBoolean();

  Exchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  Request request() {
    return request;
  }

  boolean answered() {
    return answered.get();
  }

  /** Answers with a problem unless another answer comes in time. */
  void deadline(long millis, Supplier<Problem> problem) {
    var task =
        request
            .getComponents()
            .getScheduler()
            .schedule(() -> answer(problem.get()), millis, TimeUnit.MILLISECONDS);
    Request.addCompletionListener(request, failure -> task.cancel());
  }

  void answer(Problem problem) {
    if (answered.compareAndSet(false, true)) {
      if (problem.status() == 503) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
      }
      // The body may be unread, and then the connection ends: a client must not use it again.
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      send(problem.status(), "application/problem+json", problem.json());
    }
  }

  void answer(String contentType, byte[] body) {
    if (answered.compareAndSet(false, true)) {
      send(200, contentType, body);
    }
  }

  private void send(int status, String contentType, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
