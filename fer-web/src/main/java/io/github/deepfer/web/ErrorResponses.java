package io.github.deepfer.web;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses before any handler sees it, in the form of all other refusals. */
final class ErrorResponses implements Request.Handler {
  /** What a client asked for that HTTP knows and this server does not: nothing failed here. */
  private static final Set<Integer> REFUSALS =
      Set.of(HttpStatus.NOT_IMPLEMENTED_501, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505);

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    Problem problem;
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      problem = Problem.stopping();
    } else if (status >= 500 && !REFUSALS.contains(status)) {
      problem = Problem.internal();
    } else {
      problem =
          Problem.notUnderstood(
              status,
              Objects.requireNonNullElse(message, HttpStatus.getMessage(status)).toString());
    }
    byte[] json = problem.json();
    WebHandler.secure(response.getHeaders());
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, json.length);
    response.write(true, ByteBuffer.wrap(json), callback);
    return true;
  }
}
