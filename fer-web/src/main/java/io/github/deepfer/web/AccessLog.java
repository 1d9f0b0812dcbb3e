package io.github.deepfer.web;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request: time, address, method, path, status, milliseconds, bytes that came,
 * bytes that went. No query, no header, no file name, no id of a video, which would open it.
 */
final class AccessLog implements RequestLog {
  static final String NAME = "io.github.deepfer.web.access";

  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  @Override
  public void log(Request request, Response response) {
    if (LOG.isInfoEnabled()) {
      long nanos = System.nanoTime() - request.getBeginNanoTime();
      // The path as it was sent, with its escapes: no line break of a visitor gets into the log.
      LOG.info(
          "{} {} {} {} {} {} ms {} B in {} B out",
          Instant.ofEpochMilli(Request.getTimeStamp(request)),
          Request.getRemoteAddr(request),
          request.getMethod(),
          VideoRequests.withoutId(request.getHttpURI().getPath()),
          response.getStatus(),
          TimeUnit.NANOSECONDS.toMillis(nanos),
          Request.getContentBytesRead(request),
          Response.getContentBytesWritten(response));
    }
  }
}
