package io.github.deepfer.web;

import java.net.URI;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The other sites whose pages may use this server, and what their browsers ask about that. */
record AllowedOrigins(Set<String> origins) {
  /** As long as Chromium remembers at most. */
  private static final int REMEMBERED_SECONDS = 7200;

  AllowedOrigins {
    origins = Set.copyOf(origins);
  }

  /** As browsers write it: scheme, host, and port where it is not the scheme's own. */
  static String check(String origin) {
    URI uri;
    try {
      uri = URI.create(origin);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(wanted(origin), e);
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web
        || uri.getHost() == null
        || !origin.equals(uri.getScheme() + "://" + uri.getAuthority())
        || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(wanted(origin));
    }
    return origin;
  }

  private static String wanted(String origin) {
    return "an origin is a scheme, a host and a port, such as http://localhost:3000, without a path; got "
        + origin;
  }

  boolean has(String origin) {
    return origins.contains(origin);
  }

  /** Lets the page that asks read the answer, if it may. */
  void admit(Request request, Response response) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null || !has(origin)) {
      return;
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.put(HttpHeader.VARY, "Origin");
    headers.put("Cross-Origin-Resource-Policy", "cross-origin");
    headers.put(HttpHeader.ACCESS_CONTROL_EXPOSE_HEADERS, "Location, Allow, Retry-After");
    if (isPreflight(request)) {
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, DELETE");
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type");
      headers.put(HttpHeader.ACCESS_CONTROL_MAX_AGE, REMEMBERED_SECONDS);
    }
  }

  /** A browser's question whether it may send what a page wants to. */
  static boolean isPreflight(Request request) {
    return HttpMethod.OPTIONS.is(request.getMethod())
        && request.getHeaders().contains(HttpHeader.ORIGIN)
        && request.getHeaders().contains("Access-Control-Request-Method");
  }
}
