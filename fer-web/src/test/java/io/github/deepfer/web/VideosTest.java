package io.github.deepfer.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.sample.SampleVideo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A video that is sent, analyzed in the background, read while it is, and forgotten. */
@Timeout(300)
class VideosTest {
  static final SampleVideo FILM = SampleVideo.of(320, 240);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Pipeline pipeline;
  private static WebServer server;
  private static Path film;

  @BeforeAll
  static void start() throws IOException {
    pipeline = Pipeline.create();
    server =
        WebServer.builder(pipeline)
            .videos(VideoReader::open)
            .maxVideoBytes(1 << 20)
            .maxVideoDuration(Duration.ofSeconds(5))
            .start();
    film = film(folder.resolve("film.mp4"), 50);
  }

  @AfterAll
  static void stop() {
    server.close();
    pipeline.close();
  }

  /** The sample film's first frames, 25 a second. */
  static Path film(Path file, int frames) {
    try (VideoWriter writer =
        VideoWriter.open(file, FILM.width(), FILM.height(), SampleVideo.FRAME_RATE)) {
      for (int i = 0; i < frames; i++) {
        Duration time = Duration.ofMillis(40L * i);
        writer.write(FILM.frameAt(time), time);
      }
    }
    return file;
  }

  @Test
  void eachFrameIsALineAndTheSummaryTheLast() throws Exception {
    HttpResponse<String> accepted = post(server, film);
    assertThat(accepted.statusCode()).isEqualTo(202);
    String id = JSON.readTree(accepted.body()).get("id").asText();
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(accepted.headers().firstValue("Location")).contains("/api/videos/" + id);

    HttpResponse<String> answer = get(server, "/api/videos/" + id + "/frames");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    List<JsonNode> frames = new ArrayList<>();
    List<JsonNode> states = new ArrayList<>();
    for (String line : answer.body().lines().toList()) {
      JsonNode object = JSON.readTree(line);
      (object.has("state") ? states : frames).add(object);
    }
    assertThat(states).extracting(state -> state.get("state").asText()).contains("running", "done");
    assertThat(states.get(states.size() - 1).get("state").asText()).isEqualTo("done");
    assertThat(states.get(states.size() - 1).get("frames").asInt()).isEqualTo(50);
    assertThat(states)
        .filteredOn(state -> state.get("state").asText().equals("running"))
        .allSatisfy(state -> assertThat(state.get("duration").asDouble()).isEqualTo(2));
    assertSameFaces(frames);
    assertThat(get(server, "/api/videos/" + id).body()).isEqualTo(last(answer));
    assertThat(last(get(server, "/api/videos/" + id + "/frames")))
        .as("read again")
        .isEqualTo(last(answer));

    assertThat(delete(server, id).statusCode()).isEqualTo(204);
    assertThat(get(server, "/api/videos/" + id).statusCode()).isEqualTo(404);
    assertThat(get(server, "/api/videos/" + id + "/frames").statusCode()).isEqualTo(404);
    assertThat(delete(server, id).statusCode()).isEqualTo(404);
  }

  private static String last(HttpResponse<String> answer) {
    List<String> lines = answer.body().lines().toList();
    return lines.get(lines.size() - 1);
  }

  /** As the library finds them, frame by frame. */
  private static void assertSameFaces(List<JsonNode> frames) {
    try (VideoReader reader = VideoReader.open(film)) {
      VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).build();
      for (JsonNode line : frames) {
        Frame frame = reader.next();
        assertThat(line.get("frame").asLong()).isEqualTo(frame.index());
        assertThat(line.get("time").asDouble()).isEqualTo(frame.time().toMillis() / 1e3);
        assertThat(line.get("width").asInt()).isEqualTo(FILM.width());
        assertThat(line.get("height").asInt()).isEqualTo(FILM.height());
        TrackedFrame found = analyzer.analyze(frame.image(), frame.time());
        assertThat(line.get("faces")).hasSameSizeAs(found.faces());
        for (int i = 0; i < found.faces().size(); i++) {
          TrackedFace face = found.faces().get(i);
          JsonNode sent = line.get("faces").get(i);
          assertThat(sent.get("track").asLong()).isEqualTo(face.track());
          assertThat(sent.get("emotion").asText()).isEqualTo(face.emotion().label());
          assertThat(sent.at("/box/x").asInt()).isEqualTo(face.face().box().x());
          assertThat(sent.at("/raw/happy").asDouble()).isBetween(0.0, 1.0);
        }
      }
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void whatIsNoVideoIsExplainedWithoutTheServersPaths() throws Exception {
    Path cut = folder.resolve("cut.mp4");
    byte[] whole = Files.readAllBytes(film(folder.resolve("whole.mp4"), 50));
    Files.write(cut, Arrays.copyOf(whole, whole.length * 3 / 4));
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video at all");
    Path playlist =
        Files.writeString(folder.resolve("list.mp4"), "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n");
    Path picture = Files.write(folder.resolve("picture.mp4"), WebServerTest.sample("pair.png"));
    Path sound = Files.write(folder.resolve("sound.mp4"), sound());
    for (Path bad : List.of(cut, text, playlist, picture, sound)) {
      JsonNode state = end(server, post(server, bad));
      assertThat(state.get("state").asText()).isEqualTo("failed");
      assertThat(state.get("error").asText())
          .startsWith("The video")
          .doesNotContain(folder.getRoot() + "tmp", ".video")
          .satisfies(VideosTest::assertIsForVisitors);
    }
  }

  @Test
  void aVideoThatIsSentAsAPictureIsExplainedWithoutWordsForPrograms() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/api/analyze"))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofFile(film(folder.resolve("no picture.mp4"), 3)))
            .build();
    HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(JSON.readTree(answer.body()).get("detail").asText())
        .isEqualTo("The file is an MP4 video and not a picture; analyze it as a video.")
        .satisfies(VideosTest::assertIsForVisitors);
  }

  /** Names of classes, artifacts, commands and options help nobody who sees a page. */
  private static void assertIsForVisitors(String sentence) {
    assertThat(sentence).doesNotContainPattern("Image|Reader|\\bfer\\b| --");
  }

  /** A second of silence. */
  private static byte[] sound() throws IOException {
    AudioFormat format = new AudioFormat(8000, 8, 1, false, false);
    ByteArrayOutputStream wav = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(new byte[8000]), format, 8000),
        AudioFileFormat.Type.WAVE,
        wav);
    return wav.toByteArray();
  }

  @Test
  void aVideoThatLastsTooLongIsRefusedAndOneThatSaysNothingIsLeftAtTheLimit() throws Exception {
    Path large = film(folder.resolve("long.mp4"), 150);
    JsonNode refused = end(server, post(server, large));
    assertThat(refused.get("error").asText())
        .isEqualTo("The video lasts 6.0 s; this server takes up to 5.0 s. Send a part of it.");
    assertThat(refused.has("frames")).isFalse();
    try (WebServer patient =
        WebServer.builder(pipeline)
            .videos(VideoReader::open)
            .maxVideoDuration(Duration.ofSeconds(1))
            .start()) {
      Path endless = folder.resolve("endless.y4m");
      try (var out = Files.newOutputStream(endless)) {
        FILM.writeY4m(out, Duration.ofSeconds(2));
      }
      JsonNode state = end(patient, post(patient, endless));
      assertThat(state.get("error").asText()).startsWith("The video");
    }
  }

  /** How it ended. */
  static JsonNode end(WebServer server, HttpResponse<String> accepted) throws Exception {
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String id = JSON.readTree(accepted.body()).get("id").asText();
    JsonNode end = JSON.readTree(last(get(server, "/api/videos/" + id + "/frames")));
    delete(server, id);
    return end;
  }

  static HttpResponse<String> post(WebServer server, Path video) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(server.uri().resolve("/api/videos"))
            .header("Content-Type", "video/mp4")
            .POST(BodyPublishers.ofFile(video))
            .build(),
        BodyHandlers.ofString());
  }

  static HttpResponse<String> get(WebServer server, String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString());
  }

  static HttpResponse<String> delete(WebServer server, String id) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(server.uri().resolve("/api/videos/" + id)).DELETE().build(),
        BodyHandlers.ofString());
  }
}
