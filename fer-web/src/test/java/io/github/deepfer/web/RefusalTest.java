package io.github.deepfer.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal reaches its client, whatever the client was about to send. */
class RefusalTest {
  private static final int LIMIT = 1 << 20;
  private static Pipeline pipeline;
  private static WebServer server;

  @BeforeAll
  static void start() throws IOException {
    pipeline = Pipeline.builder().detector(new LatchedDetector()).build();
    server = WebServer.builder(pipeline).maxBodyBytes(LIMIT).start();
  }

  @AfterAll
  static void stop() {
    server.close();
    pipeline.close();
  }

  @Test
  void everyRefusedPostIsAnswered() {
    HttpClient client = HttpClient.newHttpClient();
    byte[] body = new byte[3 * LIMIT];
    for (int round = 0; round < 15; round++) {
      List<CompletableFuture<Integer>> statuses = new ArrayList<>();
      for (String path : List.of("/api/analyze", "/nothing", "/", "/api/live")) {
        for (String header : List.of("Origin", "Content-Type")) {
          HttpRequest request =
              HttpRequest.newBuilder(server.uri().resolve(path))
                  .header(header, "http://evil.example")
                  .POST(BodyPublishers.ofByteArray(body, 0, (round + 1) * body.length / 15))
                  .build();
          statuses.add(
              client
                  .sendAsync(request, BodyHandlers.ofString())
                  .thenApply(answer -> answer.statusCode()));
        }
      }
      assertThat(statuses.stream().map(CompletableFuture::join))
          .containsExactly(403, 415, 403, 404, 403, 405, 403, 405);
    }
  }

  @Test
  void aConnectionGoesOnAfterARefusalWithItsWholeBody() throws IOException {
    try (Socket socket = connect()) {
      for (int i = 0; i < 100; i++) {
        OutputStream out = socket.getOutputStream();
        out.write(head("/nothing", LIMIT));
        out.write(new byte[LIMIT]);
        assertThat(answer(socket.getInputStream()))
            .startsWith("HTTP/1.1 404 ")
            .doesNotContainIgnoringCase("Connection: close");
      }
    }
  }

  @Test
  void aBodyBeyondAllMeasureIsAnsweredBeforeItsEnd() throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head("/api/analyze", Long.MAX_VALUE));
      out.write(new byte[4 * LIMIT + 1]);
      assertThat(answer(socket.getInputStream()))
          .startsWith("HTTP/1.1 413 ")
          .containsIgnoringCase("Connection: close");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aBodyThatNeverEndsIsAnsweredInTime() throws IOException {
    try (WebServer hasty = WebServer.builder(pipeline).timeout(Duration.ofMillis(200)).start();
        Socket socket = new Socket("127.0.0.1", hasty.uri().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(head("/nothing", 100));
      assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 404 ");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aClientThatAsksFirstIsRefusedBeforeItSends() throws IOException {
    try (Socket socket = connect()) {
      String head = new String(head("/nothing", LIMIT), StandardCharsets.US_ASCII);
      socket
          .getOutputStream()
          .write(
              head.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 404 ");
    }
  }

  /** RFC 9110, 15.6.6: such a request is not the server's fault. */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1(1", "HTTP/3.7", "FTP/1.1"})
  void anotherProtocolIsRefusedAsThat(String version) throws IOException {
    try (Socket socket = connect()) {
      String request = "GET /health " + version + "\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(socket.getInputStream()))
          .startsWith("HTTP/1.1 505 ")
          .contains("application/problem+json", "\"status\":505");
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.uri().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static byte[] head(String path, long length) {
    return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length)
        .concat("\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The header and the body of one answer, whose length is known. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      assertThat(c).as("answer broke off after: " + head).isNotEqualTo(-1);
      head.append((char) c);
    }
    int length = Integer.parseInt(head.toString().split("(?i)content-length: ")[1].split("\r")[0]);
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
