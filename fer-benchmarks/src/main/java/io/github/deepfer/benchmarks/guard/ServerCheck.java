package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.benchmarks.Callers;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.web.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The web server under eight clients against one, which share the processors with it. */
record ServerCheck(Image frame) implements Check {
  private static final int CLIENTS = 8;

  /** Several answers for each of the eight, on a slow machine too. */
  private static final Duration WINDOW = Duration.ofMillis(200);

  @Override
  public Finding measure() throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (Pipeline pipeline = Pipeline.builder().threads(1).build();
        WebServer server = WebServer.builder(pipeline).accessLog(false).start();
        Callers clients = new Callers(WINDOW)) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve("/api/analyze"))
              .header("Content-Type", "image/jpeg")
              .POST(BodyPublishers.ofByteArray(Frames.jpeg(frame)))
              .build();
      Runnable ask = () -> ask(http, request);
      return Gain.measure(
          CLIENTS + " clients",
          Limit.SERVER,
          () -> clients.callsPerSecond(1, ask),
          () -> clients.callsPerSecond(CLIENTS, ask));
    }
  }

  private static void ask(HttpClient http, HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (!answer.body().contains("\"emotion\"")) {
        throw new IllegalStateException("no face in " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
