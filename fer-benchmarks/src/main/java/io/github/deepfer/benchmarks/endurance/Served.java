package io.github.deepfer.benchmarks.endurance;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Clients of a server that runs all the time: good and bad requests and a live connection. Every
 * tenth turn another server is started and closed.
 */
final class Served implements Work {
  private static final int LIVE_FRAMES = 5;
  private static final long ANSWER_SECONDS = 60;

  private final Pipeline pipeline;
  private final Encoded pair;
  private final WebServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  Served(Pipeline pipeline, Encoded pair) throws IOException {
    this.pipeline = pipeline;
    this.pair = pair;
    server = WebServer.builder(pipeline).accessLog(false).start();
  }

  @Override
  public String name() {
    return "server";
  }

  @Override
  public void run(int turn) throws Exception {
    visit(server.uri());
    if (turn % 10 == 0) {
      try (WebServer another = WebServer.builder(pipeline).accessLog(false).start()) {
        visit(another.uri());
      }
    }
  }

  private void visit(URI uri) throws Exception {
    URI analyze = uri.resolve("api/analyze");
    require(200, send(HttpRequest.newBuilder(uri).build()));
    require(200, post(analyze, "image/png", pair.png()));
    require(200, post(analyze, "image/jpeg", pair.jpeg()));
    byte[] cut = Arrays.copyOf(pair.png(), pair.png().length / 2);
    require(422, post(analyze, "image/png", cut));
    require(400, post(analyze, "multipart/form-data; boundary=x", cut));
    live(URI.create("ws://" + uri.getAuthority() + "/api/live"));
  }

  private HttpResponse<String> post(URI uri, String type, byte[] body) throws Exception {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString());
  }

  private static void require(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new AssertionError(answer.request() + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private void live(URI uri) throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(uri, new Answers(answers))
            .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    for (int i = 0; i < LIVE_FRAMES; i++) {
      socket.sendBinary(ByteBuffer.wrap(pair.jpeg()), true).get(ANSWER_SECONDS, TimeUnit.SECONDS);
      String answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (answer == null || !answer.contains("\"emotion\"")) {
        throw new AssertionError("frame " + i + " was answered by " + answer);
      }
    }
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    server.close();
  }

  /** Joins the parts of each answer. */
  private record Answers(BlockingQueue<String> queue, StringBuilder text)
      implements WebSocket.Listener {
    Answers(BlockingQueue<String> queue) {
      this(queue, new StringBuilder());
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        queue.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
