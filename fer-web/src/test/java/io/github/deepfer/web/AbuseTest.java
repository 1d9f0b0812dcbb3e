package io.github.deepfer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Pipeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one visitor can do to the others, and what is left of it. */
@Timeout(120)
class AbuseTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void healthTellsOfWorkersThatAreStuck() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    try (Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer server =
            WebServer.builder(latched).workers(1).timeout(Duration.ofMillis(300)).start()) {
      assertThat(get(server, "/health").body()).isEqualTo("{\"status\":\"up\"}");
      assertThat(post(server).statusCode()).isEqualTo(503);
      // The visitor's time begins before the worker's.
      HttpResponse<String> health = get(server, "/health");
      while (health.statusCode() == 200) {
        health = get(server, "/health");
      }
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).isEqualTo("{\"status\":\"stuck\",\"stuckWorkers\":1}");
      assertThat(get(server, "/metrics").body()).contains("fer_workers_stuck 1");
      detector.release.countDown();
      while (get(server, "/health").statusCode() != 200) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void closeDoesNotWaitForWhatIsStuck() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    try (Pipeline latched = Pipeline.builder().detector(detector).build()) {
      WebServer server =
          WebServer.builder(latched)
              .workers(1)
              .timeout(Duration.ofMillis(300))
              .shutdown(Duration.ofSeconds(3))
              .start();
      assertThat(post(server).statusCode()).isEqualTo(503);
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
      assertThat(detector.release.getCount()).as("still stuck").isEqualTo(1);
      detector.release.countDown();
    }
  }

  @Test
  void oneAddressHasSoManyConnectionsAndNoMore() throws Exception {
    try (Pipeline pipeline = Pipeline.builder().detector(new LatchedDetector()).build();
        WebServer server = WebServer.builder(pipeline).maxConnectionsPerAddress(3).start()) {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        sockets.add(connect(server));
        assertThat(ask(sockets.get(i))).startsWith("HTTP/1.1 200");
      }
      try (Socket fourth = connect(server)) {
        assertThat(ask(fourth)).isEmpty();
      }
      sockets.remove(0).close();
      String answer = "";
      while (answer.isEmpty()) {
        try (Socket next = connect(server)) {
          answer = ask(next);
        }
      }
      assertThat(answer).startsWith("HTTP/1.1 200");
      for (Socket socket : sockets) {
        assertThat(ask(socket)).startsWith("HTTP/1.1 200");
        socket.close();
      }
    }
  }

  @Test
  void oneAddressDoesNotTakeAllLiveConnections() throws Exception {
    try (Pipeline pipeline = Pipeline.builder().detector(new LatchedDetector()).build();
        WebServer server =
            WebServer.builder(pipeline).workers(1).maxConnectionsPerAddress(100).start()) {
      List<WebSocket> sockets = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        sockets.add(live(server));
      }
      while (!get(server, "/metrics").body().contains("fer_live_sessions 4")) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> live(server)).hasStackTraceContaining("503");
      sockets.get(0).abort();
      while (!get(server, "/metrics").body().contains("fer_live_sessions 3")) {
        Thread.onSpinWait();
      }
      live(server).abort();
    }
  }

  /** SLF4J's simple logger, which tests have, writes to standard error. */
  @Test
  void eachRequestLeavesALine() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try (Pipeline pipeline = Pipeline.builder().detector(new LatchedDetector()).build();
        WebServer server = WebServer.builder(pipeline).start();
        WebServer silent = WebServer.builder(pipeline).accessLog(false).start()) {
      get(silent, "/silent");
      get(server, "/api/videos/5ec2e7/frames");
      get(server, "/nothing%0d%0ahere?secret=1");
      for (String path : List.of("/frames", "/nothing")) {
        while (!written.toString(StandardCharsets.UTF_8).contains(path)) {
          Thread.onSpinWait();
        }
      }
    } finally {
      System.setErr(before);
    }
    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains(AccessLog.NAME))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains(" GET /api/videos/*/frames 404 "),
            line ->
                assertThat(line)
                    .containsPattern(
                        "127\\.0\\.0\\.1 GET /nothing%0d%0ahere 400 \\d+ ms 0 B in \\d+ B out")
                    .doesNotContain("secret"));
  }

  private static Socket connect(WebServer server) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.uri().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** The answer, without its end; empty where the connection was closed. */
  private static String ask(Socket socket) {
    try {
      socket
          .getOutputStream()
          .write(
              "HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[4096];
      int length = socket.getInputStream().read(answer);
      return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // reset
    }
  }

  private static WebSocket live(WebServer server) throws Exception {
    return CLIENT
        .newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://127.0.0.1:" + server.uri().getPort() + "/api/live"),
            new WebSocket.Listener() {})
        .get(10, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> get(WebServer server, String path) throws Exception {
    URI uri = URI.create(server.uri() + path.substring(1));
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(WebServer server) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/api/analyze"))
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(WebServerTest.sample("pair.png")))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}
