package io.github.deepfer.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.sample.SampleVideo;
import io.github.deepfer.web.WebServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clients that docs/web.md shows are those of this directory, and a server answers them. */
@Timeout(300)
class ClientsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path CLIENTS = Path.of("clients").toAbsolutePath();
  private static final Path PICTURE = ROOT.resolve("pictures/pair.png");
  private static final Pattern BLOCK = Pattern.compile("(?s)```[a-z]+\n(.*?)```");
  private static final int FRAMES = 10;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A client, what runs it, and what it says of a server that is not there. */
  private enum Client {
    CURL("client.sh", "curl", "sh", "curl: (7)"),
    JAVA(
        "Client.java",
        null,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "does not answer"),
    PYTHON("client.py", "python3", "python3", "does not answer"),
    NODE("client.mjs", "node", "node", "ECONNREFUSED");

    private final String file;
    private final @Nullable String needed;
    private final String runner;
    private final String notThere;

    Client(String file, @Nullable String needed, String runner, String notThere) {
      this.file = file;
      this.needed = needed;
      this.runner = runner;
      this.notThere = notThere;
    }

    ChildJvm run(URI server, Path picture, Path video) throws Exception {
      assumeTrue(
          needed == null
              || Stream.of(System.getenv("PATH").split(File.pathSeparator))
                  .anyMatch(folder -> new File(folder, needed).canExecute()),
          needed + " is not on PATH, so its client is not run");
      return ChildJvm.run(
          new ProcessBuilder(
              runner,
              CLIENTS.resolve(file).toString(),
              server.getScheme() + "://" + server.getAuthority(),
              picture.toString(),
              video.toString()));
    }
  }

  @TempDir static Path folder;
  private static Pipeline pipeline;
  private static WebServer server;
  private static Path video;
  private static Path text;

  @BeforeAll
  static void start() throws IOException {
    pipeline = Pipeline.create();
    server = WebServer.builder(pipeline).videos(VideoReader::open).start();
    text = Files.writeString(folder.resolve("text.txt"), "neither picture nor video ".repeat(50));
    video = folder.resolve("video.mp4");
    SampleVideo film = SampleVideo.of(320, 240);
    try (VideoWriter writer =
        VideoWriter.open(video, film.width(), film.height(), SampleVideo.FRAME_RATE)) {
      for (int i = 0; i < FRAMES; i++) {
        Duration time = Duration.ofMillis(40L * i);
        writer.write(film.frameAt(time), time);
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    pipeline.close();
  }

  @AfterEach
  void nothingIsLeftOnTheServer() throws Exception {
    HttpRequest metrics = HttpRequest.newBuilder(server.uri().resolve("/metrics")).build();
    assertThat(HTTP.send(metrics, BodyHandlers.ofString()).body()).contains("fer_videos 0\n");
  }

  @Test
  void theDocumentationShowsEachClientAsItIs() throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve("docs/web.md")).replace("\r", ""));
    List<String> shown = blocks.results().map(block -> block.group(1)).toList();
    try (Stream<Path> files = Files.list(CLIENTS)) {
      for (Path file : files.toList()) {
        assertThat(shown).contains(Files.readString(file).replace("\r", ""));
      }
    }
  }

  @Test
  void curl() throws Exception {
    assertAnswersInJson(found(Client.CURL));
  }

  @Test
  void java() throws Exception {
    assertAnswersInJson(found(Client.JAVA));
  }

  @Test
  void python() throws Exception {
    assertFacesAreNamed(found(Client.PYTHON));
  }

  @Test
  void javaScript() throws Exception {
    assertFacesAreNamed(found(Client.NODE));
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsNotThere(Client client) throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }

    assertFailsInOneLine(
        client.run(URI.create("http://127.0.0.1:" + closed + "/"), PICTURE, video),
        client.notThere);
  }

  /** A stand-in, which is closed when it has sent the half of a line. */
  @ParameterizedTest
  @EnumSource
  void aServerThatGoesAwayWhileFramesCome(Client client) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer going =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    going.setExecutor(threads);
    going.createContext(
        "/api/analyze", asked -> answer(asked, 200, "{\"results\":[{\"faces\":[]}]}"));
    going.createContext(
        "/api/videos",
        asked -> {
          asked.getResponseHeaders().set("Location", "/api/videos/1");
          answer(asked, 202, "{}");
        });
    going.createContext(
        "/api/videos/1/frames",
        asked -> {
          asked.sendResponseHeaders(200, 0);
          asked.getResponseBody().write("{\"frame\":0,\"ti".getBytes(StandardCharsets.UTF_8));
          asked.getResponseBody().flush();
          going.stop(0);
        });
    going.start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + going.getAddress().getPort() + "/");
      assertFailsInOneLine(client.run(uri, PICTURE, video), "");
    } finally {
      going.stop(0);
      threads.shutdown();
    }
  }

  private static void answer(HttpExchange asked, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    asked.getRequestBody().readAllBytes();
    asked.sendResponseHeaders(status, body.length);
    asked.getResponseBody().write(body);
    asked.close();
  }

  @ParameterizedTest
  @EnumSource
  void aPictureThatIsNotThere(Client client) throws Exception {
    Path missing = folder.resolve("missing.png");
    assertFailsInOneLine(client.run(server.uri(), missing, video), "missing.png");
  }

  @ParameterizedTest
  @EnumSource
  void aPictureThatIsNone(Client client) throws Exception {
    assertFails(client.run(server.uri(), text, video), "is not a picture");
  }

  @ParameterizedTest
  @EnumSource
  void aVideoThatIsNone(Client client) throws Exception {
    ChildJvm ended = client.run(server.uri(), PICTURE, text);

    assertThat(ended.output()).contains("happy");
    assertFails(ended, "is no video");
  }

  /** One is read, or never is, and the others wait. */
  @ParameterizedTest
  @EnumSource
  void aServerThatTakesNoMoreVideos(Client client) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (WebServer full =
        WebServer.builder(pipeline).videos((file, limits) -> neverRead(over)).start()) {
      HttpRequest another =
          HttpRequest.newBuilder(full.uri().resolve("/api/videos"))
              .POST(BodyPublishers.ofString("a video"))
              .build();
      try {
        int status;
        do {
          status = HTTP.send(another, BodyHandlers.discarding()).statusCode();
        } while (status == 202);
        assertThat(status).isEqualTo(503);

        ChildJvm ended = client.run(full.uri(), PICTURE, video);

        assertThat(ended.output()).contains("happy");
        assertFails(ended, "as many videos as it takes");
      } finally {
        over.countDown();
      }
    }
  }

  private static FrameSource neverRead(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new MediaException("the test is over");
  }

  private static List<String> found(Client client) throws Exception {
    ChildJvm ended = client.run(server.uri(), PICTURE, video);
    assertThat(ended.errors()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    return ended.output().lines().toList();
  }

  private static void assertFails(ChildJvm ended, String reason) {
    assertThat(ended.errors()).contains(reason);
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  private static void assertFailsInOneLine(ChildJvm ended, String reason) {
    assertFails(ended, reason);
    assertThat(ended.errors().lines()).singleElement().asString().isNotBlank();
  }

  private static void assertAnswersInJson(List<String> lines) {
    assertThat(lines.get(0)).contains("\"happy\"", "\"surprise\"");
    assertThat(lines).filteredOn(line -> line.startsWith("{\"frame\":")).hasSize(FRAMES);
    assertThat(lines.get(lines.size() - 1)).startsWith("{\"state\":\"done\"");
  }

  private static void assertFacesAreNamed(List<String> lines) {
    assertThat(lines.subList(0, 2)).allMatch(line -> line.matches("face [12] [a-z]+ 0\\.\\d+"));
    assertThat(lines.subList(2, 2 + FRAMES)).allMatch(line -> line.matches("0(\\.\\d+)? \\[ ?'.*"));
    assertThat(lines.get(2 + FRAMES)).startsWith("done");
  }
}
