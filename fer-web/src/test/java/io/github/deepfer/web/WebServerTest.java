package io.github.deepfer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WebServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Pipeline pipeline;
  private static WebServer server;

  @BeforeAll
  static void start() throws IOException {
    pipeline = Pipeline.create();
    server =
        WebServer.builder(pipeline)
            .maxBodyBytes(1 << 20)
            .maxPixels(2_000_000)
            .timeout(Duration.ofSeconds(20))
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
    pipeline.close();
  }

  @Test
  void findsTheFiveFacesOfTheTeam() throws Exception {
    HttpResponse<String> answer = post(server, "image/png", sample("team.png"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().split("\"score\"", -1)).hasSize(6);
    assertThat(answer.body()).contains("\"happy\"", "\"runtime\"", "\"milliseconds\"");
  }

  @Test
  void answersEachPictureOfAFormAndExplainsTheBadOne() throws Exception {
    byte[] form =
        concat(
            part("a.png", sample("pair.png")),
            part("notes.txt", "no picture".getBytes(StandardCharsets.US_ASCII)),
            "--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    HttpResponse<String> answer = post(server, "multipart/form-data; boundary=b", form);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"image\":\"a.png\"", "\"image\":\"notes.txt\"");
    assertThat(answer.body()).contains("The file is not a picture that can be read");
  }

  @Test
  void refusesWithTheRightStatus() throws Exception {
    assertProblem(post(server, "image/png", new byte[0]), 400, "No picture");
    assertProblem(
        post(server, "multipart/form-data; boundary=b", new byte[100]), 400, "Malformed request");
    assertProblem(post(server, "multipart/form-data", new byte[100]), 400, "Malformed request");
    assertProblem(post(server, "image/png", new byte[100]), 422, "Not a readable picture");
    assertProblem(post(server, "text/plain", new byte[100]), 415, "Unsupported type");
    assertProblem(post(server, "image/png", new byte[(1 << 20) + 1]), 413, "Too large");
    assertProblem(get("/nothing"), 404, "Not found");
    HttpResponse<String> wrongMethod = get("/api/analyze");
    assertProblem(wrongMethod, 405, "Method not allowed");
    assertThat(wrongMethod.headers().firstValue("Allow")).contains("POST");
    assertProblem(get("/api/live"), 426, "Upgrade required");
  }

  @Test
  void refusesTooManyPixelsBeforeDecoding() throws Exception {
    byte[] png = sample("pair.png");
    ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
    HttpResponse<String> answer = post(server, "image/png", png);
    assertProblem(answer, 422, "Too many pixels");
    assertThat(answer.body())
        .contains("2026:too-many-pixels", "more than 2000000 pixels")
        .doesNotContain("ImageLimits");
  }

  @Test
  void servesThePageAndItsPartsWithAStrictPolicy() throws Exception {
    for (String path :
        new String[] {"/", "/style.css", "/app.js", "/samples/team.png", "/openapi.json"}) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    assertThat(get("/").body()).doesNotContain("style=", "onclick", "https://", "<script>");
    assertThat(get("/api/info").body()).contains("\"maxBodyBytes\":1048576", "\"sha256\"");
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").body())
        .contains("# TYPE fer_analysis_seconds histogram")
        .doesNotContain("\r");
  }

  @Test
  void refusesForeignHostsAndOrigins() throws Exception {
    assertThat(raw(server, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")).contains(" 403 ");
    HttpRequest crossSite =
        request(server, "/api/analyze")
            .header("Origin", "http://evil.example")
            .POST(BodyPublishers.ofByteArray(sample("pair.png")))
            .build();
    assertProblem(CLIENT.send(crossSite, BodyHandlers.ofString()), 403, "Forbidden");
    assertThatThrownBy(
            () ->
                CLIENT
                    .newWebSocketBuilder()
                    .header("Origin", "http://evil.example")
                    .buildAsync(live(), new WebSocket.Listener() {})
                    .get(10, TimeUnit.SECONDS))
        .hasStackTraceContaining("403");
  }

  @Test
  void letsPagesOfNamedOriginsInAndNoOthers() throws Exception {
    String named = "http://localhost:3000";
    try (WebServer open = WebServer.builder(pipeline).allowOrigin(named).start()) {
      HttpRequest.Builder preflight =
          request(open, "/api/analyze")
              .header("Access-Control-Request-Method", "POST")
              .method("OPTIONS", BodyPublishers.noBody());
      HttpResponse<String> may =
          CLIENT.send(preflight.header("Origin", named).build(), BodyHandlers.ofString());
      assertThat(may.statusCode()).isEqualTo(204);
      assertThat(may.headers().firstValue("Access-Control-Allow-Origin")).contains(named);
      assertThat(may.headers().firstValue("Access-Control-Allow-Methods"))
          .get()
          .asString()
          .contains("POST", "DELETE");
      assertThat(may.headers().firstValue("Vary")).contains("Origin");

      HttpResponse<String> faces =
          CLIENT.send(
              request(open, "/api/analyze")
                  .header("Origin", named)
                  .POST(BodyPublishers.ofByteArray(sample("pair.png")))
                  .build(),
              BodyHandlers.ofString());
      assertThat(faces.statusCode()).isEqualTo(200);
      assertThat(faces.headers().firstValue("Access-Control-Allow-Origin")).contains(named);
      assertThat(faces.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
          .contains("Location", "Allow", "Retry-After");

      for (String other : List.of("http://localhost:3001", "https://localhost:3000", "null")) {
        HttpResponse<String> refused =
            CLIENT.send(
                request(open, "/api/info").header("Origin", other).build(),
                BodyHandlers.ofString());
        assertProblem(refused, 403, "Forbidden");
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      }
    }
  }

  @Test
  void anOriginIsNoAddressOfAPage() {
    for (String wrong :
        List.of(
            "*",
            "localhost:3000",
            "http://a.example/",
            "ftp://a.example",
            "http://u@a.example",
            "http://a b")) {
      assertThatThrownBy(() -> WebServer.builder(pipeline).allowOrigin(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("such as http://localhost:3000");
    }
  }

  @Test
  void answersLiveFrames() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    StringBuilder text = new StringBuilder();
    WebSocket socket =
        CLIENT
            .newWebSocketBuilder()
            .buildAsync(
                live(),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket from, CharSequence data, boolean last) {
                    text.append(data);
                    if (last) {
                      answer.complete(text.toString());
                    }
                    from.request(1);
                    return null;
                  }
                })
            .get(10, TimeUnit.SECONDS);
    socket.sendBinary(ByteBuffer.wrap(sample("pair.png")), true).get(10, TimeUnit.SECONDS);
    assertThat(answer.get(10, TimeUnit.SECONDS).split("\"score\"", -1)).hasSize(3);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
  }

  @Test
  void isNotHeldUpByHalfSentBodiesAndGarbage() throws Exception {
    try (WebServer small =
        WebServer.builder(pipeline).workers(1).queue(0).timeout(Duration.ofSeconds(2)).start()) {
      Socket[] slow = new Socket[40];
      for (int i = 0; i < slow.length; i++) {
        slow[i] = new Socket("127.0.0.1", small.uri().getPort());
        slow[i].setSoTimeout(10_000);
        String head =
            i % 2 == 0
                ? "POST /api/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\nhalf"
                : "\u0000\u0001garbage\r\n";
        slow[i].getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(post(small, "image/png", sample("pair.png")).statusCode()).isEqualTo(200);
      for (int i = 0; i < slow.length; i++) {
        assertThat(firstLine(slow[i])).contains(i % 2 == 0 ? " 408 " : " 400 ");
        slow[i].close();
      }
    }
  }

  @Test
  @Timeout(60)
  void endsClientsThatDripWithoutAWorker() throws Exception {
    try (WebServer small =
            WebServer.builder(pipeline).workers(1).queue(0).timeout(Duration.ofSeconds(2)).start();
        Dripping header = new Dripping(small, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Drip: ");
        Dripping body =
            new Dripping(
                small,
                "POST /api/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n")) {
      assertThat(post(small, "image/png", sample("pair.png")).statusCode()).isEqualTo(200);
      String metrics = get(small, "/metrics");
      // A worker is free only some moments after the client has its answer.
      while (!metrics.contains("fer_workers_busy 0")) {
        metrics = get(small, "/metrics");
      }
      assertThat(metrics).contains("fer_queue_length 0");
      assertThat(body.answer()).contains(" 408 ");
      assertThat(header.answer()).isEmpty();
    }
  }

  /** Sends a byte at a time, as slowly as no idle timeout notices, until it is answered. */
  private static final class Dripping implements AutoCloseable {
    private final Socket socket;
    private final CompletableFuture<String> answer;

    Dripping(WebServer to, String start) throws IOException {
      socket = new Socket("127.0.0.1", to.uri().getPort());
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
      answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return firstLine(socket);
                } catch (SocketTimeoutException e) {
                  throw new UncheckedIOException("never ended", e);
                } catch (IOException e) {
                  return ""; // reset
                }
              },
              task -> new Thread(task, "dripping").start());
    }

    String answer() throws Exception {
      while (!answer.isDone()) {
        try {
          socket.getOutputStream().write('x');
        } catch (IOException e) {
          break; // ended
        }
        Thread.sleep(100);
      }
      return answer.get();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Opens a live connection that tells the status with which it was closed. */
  private static WebSocket live(WebServer to, CompletableFuture<Integer> status) throws Exception {
    return CLIENT
        .newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://127.0.0.1:" + to.uri().getPort() + "/api/live"),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                status.complete(code);
                return null;
              }
            })
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void saysGoodbyeToLiveConnections() throws Exception {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    WebServer brief = WebServer.builder(pipeline).start();
    live(brief, status);
    brief.close();
    assertThat(status.get(10, TimeUnit.SECONDS)).as("going away, RFC 6455").isEqualTo(1001);
  }

  @Test
  void closesOnlyAfterTheLiveFrameAtWork() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    CompletableFuture<Integer> status = new CompletableFuture<>();
    try (Pipeline latched = Pipeline.builder().detector(detector).build()) {
      WebServer brief = WebServer.builder(latched).start();
      WebSocket socket = live(brief, status);
      socket.sendBinary(ByteBuffer.wrap(sample("pair.png")), true).get(10, TimeUnit.SECONDS);
      assertThat(detector.started.await(10, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Void> closing = CompletableFuture.runAsync(brief::close);
      assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
      assertThat(closing).isNotDone();
      detector.release.countDown();
      closing.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void answers503WhenFullAndFinishesWhatRunsAtShutdown() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    try (Pipeline latched = Pipeline.builder().detector(detector).build()) {
      WebServer full = WebServer.builder(latched).workers(1).queue(0).start();
      var first =
          CLIENT.sendAsync(
              request(full, "/api/analyze")
                  .POST(BodyPublishers.ofByteArray(sample("pair.png")))
                  .build(),
              BodyHandlers.ofString());
      assertThat(detector.started.await(10, TimeUnit.SECONDS)).isTrue();
      HttpResponse<String> second = post(full, "image/png", sample("pair.png"));
      assertProblem(second, 503, "Overloaded");
      assertThat(second.headers().firstValue("Retry-After")).contains("1");

      CompletableFuture<Void> closing = CompletableFuture.runAsync(full::close);
      detector.release.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      closing.get(30, TimeUnit.SECONDS);
      assertThatThrownBy(() -> post(full, "image/png", new byte[1]))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void leavesAFormWhoseTimeIsUp() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    byte[] form =
        concat(
            part("a.png", sample("pair.png")),
            part("b.png", sample("pair.png")),
            part("c.png", sample("pair.png")),
            "--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    try (Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer hasty =
            WebServer.builder(latched).workers(1).timeout(Duration.ofSeconds(2)).start()) {
      assertProblem(post(hasty, "multipart/form-data; boundary=b", form), 503, "Took too long");
      detector.release.countDown();
      while (!get(hasty, "/metrics").contains("fer_workers_busy 0")) {
        Thread.onSpinWait();
      }
      assertThat(detector.calls.get()).as("pictures analyzed for nobody").isEqualTo(1);
    }
  }

  @Test
  void whatIsNoProperRequestIsAProblemLikeAnyOther() throws Exception {
    try (WebServer fresh = WebServer.builder(pipeline).start()) {
      for (String request :
          new String[] {
            "garbage\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET /%2e%2e/x HTTP/1.0\r\n\r\n",
            "POST /api/analyze HTTP/1.0\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.0\r\nX: " + "x".repeat(9000) + "\r\n\r\n",
            "GET /" + "x".repeat(9000) + " HTTP/1.0\r\n\r\n"
          }) {
        assertThat(raw(fresh, request)).matches("HTTP/1.1 4(00|14|31) .*\\s*");
        try (Socket socket = new Socket("127.0.0.1", fresh.uri().getPort())) {
          socket.setSoTimeout(10_000);
          socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
          socket.shutdownOutput();
          String answer =
              new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          assertThat(answer)
              .contains("application/problem+json", "default-src 'none'", "\"detail\":\"The ");
        }
      }
      assertThat(get(fresh, "/metrics"))
          .contains(
              "fer_http_responses_total{status=\"400\"} 8",
              "fer_http_responses_total{status=\"414\"} 2",
              "fer_http_responses_total{status=\"431\"} 2");
    }
  }

  @Test
  void saysWhereItIsAlsoIfItIsEverywhere() throws Exception {
    for (String host : new String[] {"0.0.0.0", "localhost", "127.0.0.1", "::1"}) {
      try (WebServer open = WebServer.builder(pipeline).host(host).start()) {
        assertThat(get(open, "/health")).as(host).isEqualTo("{\"status\":\"up\"}");
      } catch (IOException e) {
        assertThat(host).as("an address that this machine lacks: " + e).isEqualTo("::1");
      }
    }
  }

  @Test
  void namesThePortThatIsTaken() {
    int taken = server.uri().getPort();
    assertThatThrownBy(() -> WebServer.builder(pipeline).port(taken).start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port " + taken + " of 127.0.0.1 cannot be used")
        .hasMessageContaining("choose another");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String title) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"title\":\"" + title + "\"", "\"status\":" + status);
  }

  private static HttpRequest.Builder request(WebServer to, String path) {
    return HttpRequest.newBuilder(to.uri().resolve(path)).timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(server, path).build(), BodyHandlers.ofString());
  }

  private static String get(WebServer from, String path) throws Exception {
    return CLIENT.send(request(from, path).build(), BodyHandlers.ofString()).body();
  }

  private static HttpResponse<String> post(WebServer to, String type, byte[] body)
      throws Exception {
    HttpRequest post =
        request(to, "/api/analyze")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return CLIENT.send(post, BodyHandlers.ofString());
  }

  private static URI live() {
    return URI.create("ws://127.0.0.1:" + server.uri().getPort() + "/api/live");
  }

  private static String raw(WebServer to, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", to.uri().getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      return firstLine(socket);
    }
  }

  private static String firstLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; ) {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString();
  }

  private static byte[] part(String name, byte[] content) {
    String head =
        "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + name + "\"\r\n\r\n";
    return concat(head.getBytes(StandardCharsets.US_ASCII), content, new byte[] {'\r', '\n'});
  }

  private static byte[] concat(byte[]... parts) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] sample(String name) {
    try (InputStream in = WebServer.class.getResourceAsStream("page/samples/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
