package io.github.deepfer.web;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.fixtures.StubDetector;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document for programs says what the server does: neither more nor less. */
class OpenApiTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ID = "https://deepfer.example/openapi.json";
  private static final String EVIL = "http://evil.example";

  @TempDir static Path folder;
  private static Pipeline pipeline;
  private static WebServer server;
  private static ObjectNode document;
  private static SchemaRegistry schemas;

  @BeforeAll
  static void start() throws Exception {
    pipeline = Pipeline.create();
    server = WebServer.builder(pipeline).workers(1).maxBodyBytes(1 << 20).start();
    document =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    CLIENT
                        .send(get(server, "/openapi.json").build(), BodyHandlers.ofString())
                        .body());
    ObjectNode strict = document.deepCopy();
    forbidUnknownFields(strict);
    schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(ID, strict.toString())));
  }

  @AfterAll
  static void stop() {
    server.close();
    pipeline.close();
  }

  /** A field that the document does not know must be seen, though clients have to bear it. */
  private static void forbidUnknownFields(JsonNode node) {
    for (JsonNode child : node) {
      forbidUnknownFields(child);
    }
    if (node instanceof ObjectNode object
        && object.path("type").asText().equals("object")
        && object.path("properties").isObject()) {
      object.put("additionalProperties", false);
    }
  }

  @Test
  void eachStatusIsGivenAsTheDocumentSays() throws Exception {
    Set<String> seen = new TreeSet<>();
    for (Object[] answer : answers()) {
      seen.add(check((String) answer[0], (HttpResponse<?>) answer[1]));
    }
    assertThat(seen).containsExactlyElementsOf(documented());
  }

  /** An answer of every status, after the operation that gave it. */
  private static List<Object[]> answers() throws Exception {
    List<Object[]> answers = new ArrayList<>();
    for (String path : List.of("/api/info", "/health", "/metrics")) {
      answers.add(new Object[] {"get " + path, send(get(server, path))});
      answers.add(new Object[] {"get " + path, send(get(server, path).header("Origin", EVIL))});
      answers.add(new Object[] {"head " + path, send(head(get(server, path)))});
      answers.add(
          new Object[] {"head " + path, send(head(get(server, path).header("Origin", EVIL)))});
    }
    answers.add(new Object[] {"get /api/live", send(get(server, "/api/live"))});
    answers.add(
        new Object[] {"get /api/live", send(get(server, "/api/live").header("Origin", EVIL))});
    byte[] pair = WebServerTest.sample("pair.png");
    byte[] bad = new byte[100];
    for (HttpRequest.Builder request :
        List.of(
            post(server, "image/png", pair),
            post(server, "multipart/form-data; boundary=b", form(pair, bad)),
            post(server, "image/png", new byte[0]),
            post(server, "multipart/form-data; boundary=b", bad),
            post(server, "image/png", pair).header("Origin", EVIL),
            post(server, "image/png", new byte[(1 << 20) + 1]),
            post(server, "text/plain", pair),
            post(server, "image/png", bad))) {
      answers.add(new Object[] {"post /api/analyze", send(request)});
    }
    FaceDetector fails =
        new StubDetector(
            image -> {
              throw new UnsupportedOperationException("broken on purpose");
            });
    try (Pipeline broken = Pipeline.builder().detector(fails).build();
        WebServer failing = WebServer.builder(broken).start()) {
      answers.add(new Object[] {"post /api/analyze", send(post(failing, "image/png", pair))});
    }
    answers.addAll(videoAnswers());
    LatchedDetector detector = new LatchedDetector();
    try (Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer slow =
            WebServer.builder(latched).workers(1).timeout(Duration.ofMillis(500)).start()) {
      answers.add(new Object[] {"post /api/analyze", send(post(slow, "image/png", pair))});
      answers.add(new Object[] {"get /health", healthOnceStuck(slow)});
      answers.add(new Object[] {"head /health", send(head(get(slow, "/health")))});
      detector.release.countDown();
    }
    return answers;
  }

  private static List<Object[]> videoAnswers() throws Exception {
    List<Object[]> answers = new ArrayList<>();
    byte[] video = Files.readAllBytes(VideosTest.film(folder.resolve("film.mp4"), 5));
    LatchedDetector detector = new LatchedDetector();
    try (Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer filled =
            WebServer.builder(latched)
                .videos(VideoReader::open)
                .maxVideoBytes(video.length)
                .start();
        WebServer greedy =
            WebServer.builder(latched).videos(VideoReader::open).maxVideoBytes(1L << 40).start()) {
      answers.add(new Object[] {"get /api/info", send(get(filled, "/api/info"))});
      String operation = "post /api/videos";
      for (HttpRequest.Builder request :
          List.of(
              video(filled, "video/mp4", new byte[0]),
              video(filled, "video/mp4", video).header("Origin", EVIL),
              video(filled, "video/mp4", new byte[video.length + 1]),
              video(filled, "text/plain", video),
              video(greedy, "video/mp4", null))) {
        answers.add(new Object[] {operation, send(request)});
      }
      List<String> places = new ArrayList<>();
      HttpResponse<String> answer = send(video(filled, "video/mp4", video));
      while (answer.statusCode() == 202) {
        answers.add(new Object[] {operation, answer});
        places.add(answer.headers().firstValue("Location").orElseThrow());
        answer = send(video(filled, "video/mp4", video));
      }
      answers.add(new Object[] {operation, answer});
      detector.release.countDown();
      for (String end : List.of("", "/frames")) {
        for (String place : List.of(places.get(0), "/api/videos/nothing")) {
          answers.add(new Object[] {"get /api/videos/{id}" + end, send(get(filled, place + end))});
        }
        answers.add(
            new Object[] {
              "get /api/videos/{id}" + end,
              send(get(filled, places.get(0) + end).header("Origin", EVIL))
            });
      }
      for (HttpRequest.Builder request :
          List.of(
              get(filled, places.get(0)),
              get(filled, places.get(0)).header("Origin", EVIL),
              get(filled, "/api/videos/nothing"))) {
        answers.add(new Object[] {"head /api/videos/{id}", send(head(request))});
      }
      for (HttpRequest.Builder request :
          List.of(
              get(filled, places.get(0)).header("Origin", EVIL),
              get(filled, places.get(0)),
              get(filled, places.get(0)))) {
        answers.add(new Object[] {"delete /api/videos/{id}", send(request.DELETE())});
      }
    }
    // With faces, and one that is not read to its end.
    try (WebServer real = WebServer.builder(pipeline).videos(VideoReader::open).start()) {
      for (byte[] file : List.of(video, new byte[100])) {
        String place =
            send(video(real, "video/mp4", file)).headers().firstValue("Location").orElseThrow();
        HttpResponse<String> frames = send(get(real, place + "/frames"));
        assertThat(frames.body()).contains(file == video ? "\"track\"" : "\"error\"");
        answers.add(new Object[] {"get /api/videos/{id}/frames", frames});
        answers.add(new Object[] {"get /api/videos/{id}", send(get(real, place))});
      }
    }
    return answers;
  }

  /** Of no announced length if there is no video. */
  private static HttpRequest.Builder video(WebServer to, String type, byte @Nullable [] video) {
    return get(to, "/api/videos")
        .header("Content-Type", type)
        .POST(
            video == null
                ? BodyPublishers.ofInputStream(InputStream::nullInputStream)
                : BodyPublishers.ofByteArray(video));
  }

  /** A request's time starts before its worker's: the request can be refused a moment earlier. */
  private static HttpResponse<String> healthOnceStuck(WebServer slow) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    HttpResponse<String> health = send(get(slow, "/health"));
    while (health.statusCode() == 200 && System.nanoTime() < deadline) {
      health = send(get(slow, "/health"));
    }
    return health;
  }

  /** The operation and the status, after its type and its body were found to be documented. */
  private static String check(String operation, HttpResponse<?> answer) {
    String status = operation + " " + answer.statusCode();
    String pointer = pointer(operation) + "/responses/" + answer.statusCode();
    JsonNode response = document.at(pointer);
    assertThat(response.isMissingNode()).as(status + " is documented").isFalse();
    if (response.has("$ref")) {
      pointer = response.get("$ref").asText().substring(1);
      response = document.at(pointer);
    }
    for (Iterator<String> names = response.path("headers").fieldNames(); names.hasNext(); ) {
      assertThat(answer.headers().firstValue(names.next())).as(status).isPresent();
    }
    if (!response.has("content")) {
      assertThat(answer.body().toString()).as(status).isEmpty();
      return status;
    }
    String type = answer.headers().firstValue("Content-Type").orElseThrow().split(";")[0];
    assertThat(response.path("content").fieldNames()).toIterable().containsExactly(type);
    String schema = pointer + "/content/" + type.replace("/", "~1") + "/schema";
    if (type.endsWith("ndjson")) {
      answer.body().toString().lines().forEach(line -> validate(schema, line));
    } else if (type.endsWith("json")) {
      validate(schema, answer.body().toString());
    }
    return status;
  }

  private static void validate(String pointer, String json) {
    assertThat(
            schemas
                .getSchema(SchemaLocation.of(ID + "#" + pointer))
                .validate(json, InputFormat.JSON))
        .as(json)
        .isEmpty();
  }

  private static String pointer(String operation) {
    String[] words = operation.split(" ");
    return "/paths/" + words[1].replace("/", "~1") + "/" + words[0];
  }

  /**
   * Every operation and status of the document; 408, which comes slowly, and the WebSocket have
   * tests of their own.
   */
  private static Set<String> documented() {
    Set<String> all = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(operation -> operation.getValue().has("responses"))
                    .forEach(
                        operation ->
                            operation
                                .getValue()
                                .get("responses")
                                .fieldNames()
                                .forEachRemaining(
                                    status ->
                                        all.add(
                                            operation.getKey()
                                                + " "
                                                + path.getKey()
                                                + " "
                                                + status))));
    all.removeAll(
        Set.of(
            "post /api/analyze 408",
            "post /api/videos 408",
            "get /api/live 101",
            "get /api/live 503"));
    return all;
  }

  @Test
  void eachPathAllowsTheMethodsOfTheDocumentAndNoOthers() throws Exception {
    List<String> methods =
        List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND");
    try (WebServer real = WebServer.builder(pipeline).videos(VideoReader::open).start()) {
      String place =
          send(video(real, "video/mp4", new byte[100]))
              .headers()
              .firstValue("Location")
              .orElseThrow();
      for (var path : document.get("paths").properties()) {
        Set<String> documented = new TreeSet<>();
        path.getValue()
            .fieldNames()
            .forEachRemaining(each -> documented.add(each.toUpperCase(ROOT)));
        documented.retainAll(methods);
        for (String method : methods) {
          if (!documented.contains(method)) {
            HttpResponse<String> answer =
                send(
                    get(real, path.getKey().replace("/api/videos/{id}", place))
                        .method(method, BodyPublishers.noBody()));
            assertThat(answer.statusCode()).as(method + " " + path.getKey()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow").orElseThrow().split(", "))
                .as(path.getKey())
                .containsExactlyInAnyOrderElementsOf(documented);
            if (!method.equals("HEAD")) {
              validate("/components/schemas/Problem", answer.body());
            }
          }
        }
      }
    }
  }

  @Test
  void aBodyThatStopsIsAProblemToo() throws Exception {
    try (WebServer hasty = WebServer.builder(pipeline).timeout(Duration.ofMillis(300)).start();
        Socket socket = new Socket("127.0.0.1", hasty.uri().getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "POST /api/analyze HTTP/1.0\r\nContent-Length: 100\r\n\r\nhalf"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 408 ");
      assertThat(document.at(pointer("post /api/analyze") + "/responses/408").isMissingNode())
          .isFalse();
      validate("/components/schemas/Problem", answer.split("\r\n\r\n")[1]);
    }
  }

  @Test
  void liveAnswersAreAsTheDocumentSaysAndTheirConnectionsAreBounded() throws Exception {
    URI live = URI.create("ws://" + server.uri().getAuthority() + "/api/live");
    List<WebSocket> sockets = new ArrayList<>();
    BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    StringBuilder text = new StringBuilder();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
              texts.add(text.toString());
              text.setLength(0);
            }
            from.request(1);
            return null;
          }
        };
    for (int i = 0; i < 8; i++) {
      sockets.add(
          CLIENT.newWebSocketBuilder().buildAsync(live, listener).get(10, TimeUnit.SECONDS));
    }
    assertThat(send(get(server, "/api/live")).statusCode()).isEqualTo(503);
    for (byte[] frame : List.of(WebServerTest.sample("pair.png"), new byte[100])) {
      sockets.get(0).sendBinary(ByteBuffer.wrap(frame), true).get(10, TimeUnit.SECONDS);
      validate("/components/schemas/LiveAnswer", texts.poll(20, TimeUnit.SECONDS));
    }
    for (WebSocket socket : sockets) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder get(WebServer from, String path) {
    return HttpRequest.newBuilder(from.uri().resolve(path)).timeout(Duration.ofSeconds(20));
  }

  private static HttpRequest.Builder head(HttpRequest.Builder get) {
    return get.method("HEAD", BodyPublishers.noBody());
  }

  private static HttpRequest.Builder post(WebServer to, String type, byte[] body) {
    return get(to, "/api/analyze")
        .header("Content-Type", type)
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static byte[] form(byte[]... files) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (byte[] file : files) {
      form.writeBytes(
          "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      form.writeBytes(file);
      form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    form.writeBytes("--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }
}
