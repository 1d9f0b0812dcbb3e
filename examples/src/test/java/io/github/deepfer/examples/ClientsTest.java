package io.github.deepfer.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.sample.SampleVideo;
import io.github.deepfer.web.WebServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clients that docs/web.md shows are those of this directory, and a server answers them. */
@Timeout(300)
class ClientsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path CLIENTS = Path.of("clients").toAbsolutePath();
  private static final Pattern BLOCK = Pattern.compile("(?s)```[a-z]+\n(.*?)```");
  private static final int FRAMES = 10;

  @TempDir static Path folder;
  private static Pipeline pipeline;
  private static WebServer server;
  private static Path video;

  @BeforeAll
  static void start() throws IOException {
    pipeline = Pipeline.create();
    server = WebServer.builder(pipeline).videos(VideoReader::open).start();
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
    assertThat(HttpClient.newHttpClient().send(metrics, BodyHandlers.ofString()).body())
        .contains("fer_videos 0\n");
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
    assertAnswersInJson(run(program("curl", "sh"), "client.sh"));
  }

  @Test
  void java() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertAnswersInJson(run(java, "Client.java"));
  }

  @Test
  void python() throws Exception {
    assertFacesAreNamed(run(program("python3", "python3"), "client.py"));
  }

  @Test
  void javaScript() throws Exception {
    assertFacesAreNamed(run(program("node", "node"), "client.mjs"));
  }

  /** What runs a client, where all that it needs is there. */
  private static String program(String needed, String runner) {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, needed).canExecute());
    assumeTrue(there, needed + " is not on PATH, so its client is not run");
    return runner;
  }

  private static List<String> run(String runner, String client) throws Exception {
    URI uri = server.uri();
    ChildJvm ended =
        ChildJvm.run(
            new ProcessBuilder(
                runner,
                CLIENTS.resolve(client).toString(),
                uri.getScheme() + "://" + uri.getAuthority(),
                ROOT.resolve("pictures/pair.png").toString(),
                video.toString()));
    assertThat(ended.errors()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    return ended.output().lines().toList();
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
