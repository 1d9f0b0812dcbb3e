package io.github.deepfer.web;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.report.json.JsonWriter;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/** Guards, routes and counts requests. */
final class WebHandler extends Handler.Abstract.NonBlocking {
  private static final String CSP =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final Pipeline pipeline;
  private final Limits limits;
  private final Workers workers;
  private final Metrics metrics;
  private final Guard guard;
  private final AllowedOrigins origins;
  private final HeaderDeadline headers;
  private final Visitors visitors;
  private final ServerWebSocketContainer sockets;
  private final @Nullable VideoRequests videos;
  private final PictureMemory memory;
  private final Analyses analyses;
  private final Page page = new Page();

  WebHandler(
      Pipeline pipeline,
      Limits limits,
      Workers workers,
      Metrics metrics,
      Guard guard,
      AllowedOrigins origins,
      HeaderDeadline headers,
      Visitors visitors,
      ServerWebSocketContainer sockets,
      @Nullable VideoRequests videos) {
    this.pipeline = pipeline;
    this.limits = limits;
    this.workers = workers;
    this.metrics = metrics;
    this.guard = guard;
    this.origins = origins;
    this.headers = headers;
    this.visitors = visitors;
    this.sockets = sockets;
    this.videos = videos;
    memory = new PictureMemory(limits);
    analyses = new Analyses(pipeline, limits, memory, workers, metrics);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    headers.renew(request.getConnectionMetaData().getConnection());
    secure(response.getHeaders());
    origins.admit(request, response);
    Exchange exchange = new Exchange(request, response, callback, limits);
    Optional<Problem> refusal = guard.check(request);
    String path = Request.getPathInContext(request);
    if (refusal.isPresent()) {
      exchange.refuse(refusal.get());
    } else if (AllowedOrigins.isPreflight(request)) {
      exchange.answerWithoutContent();
    } else if (path.equals("/api/live")) {
      if (exchange.allows("GET")) {
        live(exchange, response, callback);
      }
    } else if (path.equals("/api/analyze")) {
      if (exchange.allows("POST")) {
        analyses.handle(exchange);
      }
    } else if (videos != null && VideoRequests.serves(path)) {
      videos.handle(path, exchange, response);
    } else {
      get(path, exchange);
    }
    return true;
  }

  private void live(Exchange exchange, Response response, Callback callback) {
    EndPoint end = exchange.request().getConnectionMetaData().getConnection().getEndPoint();
    if (metrics.liveSessions.get() >= limits.maxLive() || !visitors.mayGoLive(end)) {
      exchange.refuse(Problem.overloaded());
      return;
    }
    boolean upgraded =
        sockets.upgrade(
            (request, answer, ready) ->
                new LiveSocket(
                    pipeline, limits, memory, workers, metrics, () -> visitors.goLive(end)),
            exchange.request(),
            response,
            callback);
    if (!upgraded) {
      exchange.refuse(
          new Problem(426, "Upgrade required", "This address is a WebSocket; connect as one."));
    }
  }

  private void get(String path, Exchange exchange) {
    Optional<Page.Resource> resource = page.find(path);
    boolean known =
        resource.isPresent()
            || path.equals("/api/info")
            || path.equals("/health")
            || path.equals("/metrics");
    if (!known) {
      exchange.refuse(Problem.notFound(path));
    } else if (exchange.allows("GET", "HEAD")) {
      if (resource.isPresent()) {
        exchange.answer(resource.get().contentType(), resource.get().bytes());
      } else if (path.equals("/api/info")) {
        exchange.answer(
            InfoJson.of(pipeline.runtimeInfo(), limits, videos == null ? null : videos.limits()));
      } else if (path.equals("/health")) {
        health(exchange);
      } else {
        exchange.answer(
            "text/plain; version=0.0.4; charset=utf-8",
            metrics.text(
                workers,
                workers.stuck(limits.timeout()),
                analyses.bufferedBytes(),
                videos == null ? 0 : videos.count()));
      }
    }
  }

  /** A worker that is at one task for longer than a request may take is stuck in native code. */
  private void health(Exchange exchange) {
    int stuck = workers.stuck(limits.timeout());
    boolean up = stuck < limits.workers();
    String json =
        JsonWriter.text(
            out -> {
              out.field("status", up ? "up" : "stuck");
              if (stuck > 0) {
                out.field("stuckWorkers", stuck);
              }
            });
    exchange.answer(up ? 200 : 503, json);
  }

  static void secure(HttpFields.Mutable headers) {
    headers.put("Content-Security-Policy", CSP);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Cache-Control", "no-store");
  }
}
