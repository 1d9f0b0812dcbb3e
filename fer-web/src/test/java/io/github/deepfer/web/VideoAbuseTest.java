package io.github.deepfer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.fixtures.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor can do with videos to a server, its disk and the others, and what is left. */
@Timeout(300)
class VideoAbuseTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofSeconds(5);

  @TempDir Path folder;
  @TempDir Path kept;
  private Pipeline pipeline;

  @BeforeEach
  void open() {
    pipeline = Pipeline.create();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    pipeline.close();
    assertThat(files()).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(kept)) {
      return files.toList();
    }
  }

  private WebServer.Builder server(Pipeline analyzing, Duration lease) {
    return WebServer.builder(analyzing)
        .videos(VideoReader::open)
        .maxVideoDuration(Duration.ofSeconds(60))
        .videosKept(lease, kept);
  }

  /** Uncompressed, of any size and rate, as its header says: black frames, or none. */
  private Path y4m(String header, int frames, int bytes) throws IOException {
    Path file = folder.resolve("made.y4m");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(("YUV4MPEG2 " + header + "\n").getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < frames; i++) {
        out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[bytes]);
      }
    }
    return file;
  }

  @Test
  void framesOfTooManyPixelsAreRefusedBeforeTheyAreDecoded() throws Exception {
    try (WebServer server = server(pipeline, LONG).maxPixels(50_000).start()) {
      Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
      JsonNode state = VideosTest.end(server, VideosTest.post(server, film));
      assertThat(state.get("error").asText())
          .isEqualTo(
              "The video has more than 50000 pixels a frame, the limit of this server; send a"
                  + " smaller one.");
      Path huge = y4m("W60000 H60000 F25:1 C420", 1, 10_000);
      state = VideosTest.end(server, VideosTest.post(server, huge));
      assertThat(state.get("state").asText()).isEqualTo("failed");
    }
  }

  @Test
  void aVideoOfMoreFramesThanItsTimeCanHoldEndsAtTheLimit() throws Exception {
    try (WebServer server =
        server(pipeline, LONG).maxVideoDuration(Duration.ofSeconds(1)).start()) {
      Path dense = y4m("W64 H64 F1000:1 C420", 500, 64 * 64 * 3 / 2);
      JsonNode state = VideosTest.end(server, VideosTest.post(server, dense));
      assertThat(state.get("error").asText())
          .isEqualTo("The video goes on, but this server takes no more of it.");
      assertThat(state.get("frames").asInt()).isEqualTo(60);
    }
  }

  @Test
  void whatIsFoundIsBoundedAsTheFileIs() throws Exception {
    Path film = VideosTest.film(folder.resolve("film.mp4"), 50);
    long size = Files.size(film);
    try (WebServer server = server(pipeline, LONG).maxVideoBytes(size).start()) {
      HttpResponse<String> accepted = VideosTest.post(server, film);
      String place = accepted.headers().firstValue("Location").orElseThrow();
      String answer = VideosTest.get(server, place + "/frames").body();
      assertThat(answer).contains("takes no more of it");
      assertThat((long) answer.length()).isBetween(size, size + 20_000);
      Files.write(film, new byte[1], StandardOpenOption.APPEND);
      assertThat(VideosTest.post(server, film).statusCode()).isEqualTo(413);
      assertThat(postWithoutLength(server, film).statusCode()).isEqualTo(413);
      VideosTest.delete(server, place.substring(place.lastIndexOf('/') + 1));
      awaitNone(server);
    }
  }

  private static HttpResponse<String> postWithoutLength(WebServer server, Path film)
      throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(server.uri().resolve("/api/videos"))
            .POST(
                BodyPublishers.ofInputStream(
                    () -> {
                      try {
                        return Files.newInputStream(film);
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void soManyVideosAreKnownAndNoMoreAndPicturesAreAnsweredMeanwhile() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
    try (Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer server = server(latched, LONG).workers(2).start()) {
      List<String> places = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        HttpResponse<String> accepted = VideosTest.post(server, film);
        assertThat(accepted.statusCode()).isEqualTo(202);
        places.add(accepted.headers().firstValue("Location").orElseThrow());
      }
      assertThat(places).doesNotHaveDuplicates();
      HttpResponse<String> refused = VideosTest.post(server, film);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(VideosTest.get(server, "/health").statusCode()).isEqualTo(200);
      assertThat(metrics(server)).contains("fer_videos 8\n", "fer_workers_busy 0\n");
      delete(server, places.get(7)); // one that waits
      assertThat(VideosTest.post(server, film).statusCode()).isEqualTo(202);
      detector.release.countDown();
    }
  }

  @Test
  void videosThatFailAtOnceKeepNoPlace() throws Exception {
    Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
    Path none = Files.writeString(folder.resolve("none.mp4"), "abc");
    try (WebServer server = server(pipeline, LONG).start()) {
      for (int i = 0; i < 10; i++) {
        JsonNode state = VideosTest.end(server, VideosTest.post(server, none));
        assertThat(state.get("state").asText()).isEqualTo("failed");
      }
      assertThat(VideosTest.post(server, film).statusCode()).isEqualTo(202);
    }
  }

  private long usableSpace() throws IOException {
    long space = Files.getFileStore(kept).getUsableSpace();
    assumeTrue(space < 1L << 40, "a disk of terabytes has room for every video that may be sent");
    return space;
  }

  @Test
  void roomThatWasPromisedIsNotPromisedAgain() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
    long half = usableSpace() * 6 / 10;
    try (Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer server = server(latched, LONG).maxVideoBytes(half).start()) {
      assertThat(VideosTest.post(server, film).statusCode()).isEqualTo(202);
      assertThat(VideosTest.post(server, film).statusCode()).isEqualTo(507);
      detector.release.countDown();
    }
  }

  @Test
  void oneVisitorHasTwoVideos() throws Exception {
    Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
    try (WebServer server = server(pipeline, LONG).maxConnectionsPerAddress(100).start()) {
      assertThat(VideosTest.post(server, film).statusCode()).isEqualTo(202);
      assertThat(VideosTest.post(server, film).statusCode()).isEqualTo(202);
      assertThat(VideosTest.post(server, film).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void uploadsThatDripHoldNobodyUpAndThoseWhoLeaveLeaveNothing() throws Exception {
    try (WebServer server = server(pipeline, LONG).workers(1).queue(0).start()) {
      List<Socket> dripping = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        dripping.add(upload(server, 1000, "a few bytes"));
      }
      while (!metrics(server).contains("fer_videos 8\n")) {
        Thread.onSpinWait();
      }
      assertThat(files()).hasSize(16);
      HttpResponse<String> picture =
          CLIENT.send(
              HttpRequest.newBuilder(server.uri().resolve("/api/analyze"))
                  .POST(BodyPublishers.ofByteArray(WebServerTest.sample("pair.png")))
                  .build(),
              BodyHandlers.ofString());
      assertThat(picture.statusCode()).isEqualTo(200);
      for (Socket socket : dripping) {
        socket.close();
      }
      awaitNone(server);
    }
  }

  /** Begins to send a video. */
  private static Socket upload(WebServer server, int announced, String some) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.uri().getPort());
    socket.setSoTimeout(60_000);
    socket
        .getOutputStream()
        .write(
            ("POST /api/videos HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + announced
                    + "\r\n\r\n"
                    + some)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void aVideoThatNobodyAsksAboutIsForgottenWhereverItIs() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
    try (Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer server = server(latched, SHORT).workers(2).start()) {
      String atWork = VideosTest.post(server, film).headers().firstValue("Location").orElseThrow();
      String waiting = VideosTest.post(server, film).headers().firstValue("Location").orElseThrow();
      // A reader who leaves without a word is noticed when something is sent to them.
      Socket reader = new Socket("127.0.0.1", server.uri().getPort());
      reader
          .getOutputStream()
          .write(
              ("GET " + atWork + "/frames HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(reader.getInputStream().read()).isEqualTo('H');
      while (!metrics(server).contains("fer_videos 1\n")) {
        Thread.onSpinWait(); // the one that waits is forgotten
      }
      assertThat(VideosTest.get(server, waiting).statusCode()).isEqualTo(404);
      reader.close();
      while (!metrics(server).contains("fer_videos 0\n")) {
        Thread.onSpinWait();
      }
      assertThat(VideosTest.get(server, atWork).statusCode()).isEqualTo(404);
      detector.release.countDown();
      awaitNone(server);
    }
  }

  @Test
  void aServerThatIsStoppedSaysSoToReadersAndUploads() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
    try (Pipeline latched = Pipeline.builder().detector(detector).build()) {
      WebServer server = server(latched, LONG).start();
      HttpResponse<String> accepted = VideosTest.post(server, film);
      String place = accepted.headers().firstValue("Location").orElseThrow();
      Iterator<String> lines =
          CLIENT
              .send(
                  HttpRequest.newBuilder(server.uri().resolve(place + "/frames")).build(),
                  BodyHandlers.ofLines())
              .body()
              .iterator();
      assertThat(lines.next()).contains("\"state\"");
      detector.started.await();
      Socket upload = upload(server, 1000, "half");
      while (!metrics(server).contains("fer_videos 2\n")) {
        Thread.onSpinWait();
      }
      Thread closing = new Thread(server::close, "closing");
      closing.start();
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(upload.getInputStream(), StandardCharsets.UTF_8));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 503");
      HttpResponse<String> late = VideosTest.get(server, "/health");
      while (late.statusCode() == 200) { // on the connection that is open
        late = VideosTest.get(server, "/health");
      }
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("The server is being stopped");
      detector.release.countDown();
      String last = "";
      while (lines.hasNext()) {
        last = lines.next();
      }
      assertThat(last).contains("\"failed\"", "The server is being stopped.");
      closing.join();
      upload.close();
    }
  }

  @Test
  void aFullDiskIsSaidAndLeavesTheServerAtWork() throws Exception {
    Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
    try (WebServer server = server(pipeline, LONG).maxVideoBytes(usableSpace()).start()) {
      HttpResponse<String> refused = postWithoutLength(server, film);
      assertThat(refused.statusCode()).isEqualTo(507);
      assertThat(refused.body()).doesNotContain(kept.toString());
      assertThat(VideosTest.get(server, "/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aDirectoryThatTheSystemHasCleanedAwayIsMadeAnew() throws Exception {
    Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
    try (WebServer server = server(pipeline, LONG).start()) {
      Files.delete(kept);
      JsonNode state = VideosTest.end(server, VideosTest.post(server, film));
      assertThat(state.get("state").asText()).isEqualTo("done");
      awaitNone(server);
    }
  }

  /** A limit on the size of files makes the same writes fail that a full disk does. */
  @Test
  void aDiskThatIsFullMidwayEndsTheVideoAndNotTheServer() throws Exception {
    Path prlimit = Path.of("/usr/bin/prlimit");
    assumeTrue(Files.isExecutable(prlimit), prlimit + " is not there, so no disk is filled");
    Path film = VideosTest.film(folder.resolve("film.mp4"), 50);
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process process = serve(temporary, "face");
    try {
      URI server = URI.create(process.inputReader().readLine());
      assertThat(frames(server, film)).endsWith("}").contains("\"state\":\"done\"");
      long limit = Files.size(film) + 4096;
      new ProcessBuilder(prlimit.toString(), "--fsize=" + limit, "--pid=" + process.pid())
          .inheritIO()
          .start()
          .waitFor();
      assertThat(frames(server, film))
          .contains("\"frame\":10,", "The server has no room for more of what was found.");
      Path large = Files.write(folder.resolve("large"), new byte[2 * (int) limit]);
      assertThat(post(server, large).statusCode()).isEqualTo(507);
      assertThat(
              CLIENT
                  .send(
                      HttpRequest.newBuilder(server.resolve("/metrics")).build(),
                      BodyHandlers.ofString())
                  .body())
          .contains("fer_videos 0\n");
      assertThat(videos(temporary)).isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** All lines of a video, which is deleted then. */
  private static String frames(URI server, Path film) throws Exception {
    URI place = server.resolve(post(server, film).headers().firstValue("Location").orElseThrow());
    String lines =
        CLIENT
            .send(
                HttpRequest.newBuilder(URI.create(place + "/frames")).build(),
                BodyHandlers.ofString())
            .body();
    CLIENT.send(HttpRequest.newBuilder(place).DELETE().build(), BodyHandlers.discarding());
    return lines.strip();
  }

  private static HttpResponse<String> post(URI server, Path film) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(server.resolve("/api/videos"))
            .POST(BodyPublishers.ofFile(film))
            .build(),
        BodyHandlers.ofString());
  }

  /** A server in a process of its own, which prints where it is. */
  static final class Served {
    public static void main(String[] args) throws Exception {
      PipelineBuilder builder = Pipeline.builder();
      if (args[0].equals("latched")) {
        builder.detector(new LatchedDetector());
      } else {
        builder.detector(args[0]);
      }
      try (Pipeline pipeline = builder.build();
          WebServer server = WebServer.builder(pipeline).videos(VideoReader::open).start()) {
        System.out.println(server.uri());
        server.join();
      }
    }
  }

  @Test
  void whatAKilledServerLeftIsDeletedByTheNext() throws Exception {
    Path film = VideosTest.film(folder.resolve("film.mp4"), 3);
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process first = serve(temporary, "latched");
    try {
      URI uri = URI.create(first.inputReader().readLine());
      assertThat(post(uri, film).statusCode()).isEqualTo(202);
      assertThat(videos(temporary)).hasSize(1);
    } finally {
      first.destroyForcibly().waitFor();
    }
    List<Path> left = videos(temporary);
    assertThat(left).hasSize(1);
    // Systems tell when a process started to the second.
    Path directory = left.get(0).getParent();
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minusSeconds(10)));
    Process second = serve(temporary, "latched");
    try {
      assertThat(second.inputReader().readLine()).startsWith("http");
      assertThat(videos(temporary)).isEmpty();
    } finally {
      second.destroyForcibly().waitFor();
    }
  }

  private static Process serve(Path temporary, String detector) throws IOException {
    return ChildJvm.of(List.of("-Djava.io.tmpdir=" + temporary), Served.class, detector)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<Path> videos(Path temporary) throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.filter(file -> file.toString().endsWith(".video")).toList();
    }
  }

  private static String metrics(WebServer server) throws Exception {
    return VideosTest.get(server, "/metrics").body();
  }

  private static void delete(WebServer server, String place) throws Exception {
    VideosTest.delete(server, place.substring(place.lastIndexOf('/') + 1));
  }

  private void awaitNone(WebServer server) throws Exception {
    while (!metrics(server).contains("fer_videos 0\n") || !files().isEmpty()) {
      Thread.onSpinWait();
    }
  }
}
