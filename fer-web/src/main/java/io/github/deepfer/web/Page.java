package io.github.deepfer.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The files of the page, read once. */
final class Page {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String PNG = "image/png";

  private final Map<String, Resource> byPath =
      Map.of(
          "/", load("index.html", HTML),
          "/style.css", load("style.css", CSS),
          "/app.js", load("app.js", SCRIPT),
          "/pictures.js", load("pictures.js", SCRIPT),
          "/live.js", load("live.js", SCRIPT),
          "/faces.js", load("faces.js", SCRIPT),
          "/openapi.json", load("openapi.json", "application/json"),
          "/samples/portrait-happy.png", load("samples/portrait-happy.png", PNG),
          "/samples/pair.png", load("samples/pair.png", PNG),
          "/samples/team.png", load("samples/team.png", PNG));

  @SuppressWarnings("ArrayRecordComponent") // never changed, and too long to copy per request
  record Resource(String contentType, byte[] bytes) {}

  Optional<Resource> find(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private static Resource load(String name, String contentType) {
    try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "fer-web's jar is incomplete: page/" + name + " is missing");
      }
      return new Resource(contentType, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
