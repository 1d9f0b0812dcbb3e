package io.github.deepfer.web;

import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Refuses what other sites make a browser send here: DNS rebinding and cross-site requests. */
final class Guard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final boolean loopback;
  private final String host;
  private final AllowedOrigins allowed;

  /** For a loopback address only requests that name it are let in; elsewhere, any name is. */
  Guard(boolean loopback, String host, AllowedOrigins allowed) {
    this.loopback = loopback;
    this.host = host;
    this.allowed = allowed;
  }

  Optional<Problem> check(Request request) {
    String name = Request.getServerName(request);
    if (loopback && !LOOPBACK.contains(name) && !host.equals(name)) {
      return Optional.of(
          Problem.forbidden(
              "This server answers to localhost only, not to "
                  + name
                  + "; start it with --host to open it to others."));
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    String here = request.getHeaders().get(HttpHeader.HOST);
    boolean own =
        origin == null || origin.equals("http://" + here) || origin.equals("https://" + here);
    if (!own && !allowed.has(origin)) {
      return Optional.of(
          Problem.forbidden(
              "Pages of "
                  + origin
                  + " may not use this server; allow them with --allow-origin or"
                  + " WebServer.Builder.allowOrigin."));
    }
    return Optional.empty();
  }
}
