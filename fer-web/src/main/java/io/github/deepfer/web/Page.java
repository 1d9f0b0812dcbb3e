package io.github.deepfer.web;

import static java.util.Map.entry;

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
      Map.ofEntries(
          entry("/", load("index.html", HTML)),
          entry("/style.css", load("style.css", CSS)),
          entry("/app.js", load("app.js", SCRIPT)),
          entry("/pictures.js", load("pictures.js", SCRIPT)),
          entry("/overview.js", load("overview.js", SCRIPT)),
          entry("/annotated.js", load("annotated.js", SCRIPT)),
          entry("/zip.js", load("zip.js", SCRIPT)),
          entry("/table.js", load("table.js", SCRIPT)),
          entry("/download.js", load("download.js", SCRIPT)),
          entry("/dropped.js", load("dropped.js", SCRIPT)),
          entry("/linked.js", load("linked.js", SCRIPT)),
          entry("/videos.js", load("videos.js", SCRIPT)),
          entry("/sending.js", load("sending.js", SCRIPT)),
          entry("/player.js", load("player.js", SCRIPT)),
          entry("/strip.js", load("strip.js", SCRIPT)),
          entry("/timeline.js", load("timeline.js", SCRIPT)),
          entry("/live.js", load("live.js", SCRIPT)),
          entry("/minute.js", load("minute.js", SCRIPT)),
          entry("/recording.js", load("recording.js", SCRIPT)),
          entry("/upright.js", load("upright.js", SCRIPT)),
          entry("/faces.js", load("faces.js", SCRIPT)),
          entry("/openapi.json", load("openapi.json", "application/json")),
          entry("/samples/portrait-happy.png", load("samples/portrait-happy.png", PNG)),
          entry("/samples/pair.png", load("samples/pair.png", PNG)),
          entry("/samples/team.png", load("samples/team.png", PNG)));

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
