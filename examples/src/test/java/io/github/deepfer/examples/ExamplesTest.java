package io.github.deepfer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.fixtures.VirtualDisplay;
import io.github.deepfer.sample.SampleVideo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs that the documentation shows are those of this module, and do what it says. */
@Timeout(120)
class ExamplesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SOURCES = Path.of("src/main/java/io/github/deepfer/examples");
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

  @TempDir Path folder;

  @Test
  void theDocumentationShowsEachProgramAsItIs() throws IOException {
    List<String> shown = new ArrayList<>(blocks("README.md").subList(0, 1));
    shown.addAll(blocks("docs/examples.md"));
    try (Stream<Path> files = Files.list(SOURCES)) {
      assertThat(shown).containsExactlyInAnyOrderElementsOf(files.map(ExamplesTest::code).toList());
    }
  }

  private static List<String> blocks(String page) throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve(page)).replace("\r", ""));
    return blocks.results().map(block -> block.group(1)).toList();
  }

  /** Without the package, which is the user's own. */
  private static String code(Path file) {
    try {
      return Files.readString(file).replace("\r", "").replaceFirst("package .*;\n\n", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void teamNamesFiveFaces() throws Exception {
    assertThat(run(Team.class))
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).matches("Box.* [A-Z]+ 0\\.\\d+"));
  }

  @Test
  void followVideoReportsWhoComesAndWhatTheyShow() throws Exception {
    SampleVideo sample = SampleVideo.of(320, 240);
    Path video = folder.resolve("video.mp4");
    try (VideoWriter writer =
        VideoWriter.open(video, sample.width(), sample.height(), SampleVideo.FRAME_RATE)) {
      for (int i = 0; i < 10; i++) {
        Duration time = Duration.ofMillis(40L * i);
        writer.write(sample.frameAt(time), time);
      }
    }
    assertThat(run(FollowVideo.class, video.toString()))
        .anySatisfy(line -> assertThat(line).contains("Started"))
        .anySatisfy(line -> assertThat(line).matches("PT0.2S track 1 [A-Z]+"));
  }

  @Test
  void pictureWindowOpens() throws Exception {
    try (VirtualDisplay display = VirtualDisplay.open(folder)) {
      Process window = display.start(program(PictureWindow.class, "pictures/pair.png"));
      try {
        while (display.xdotool("search", "--name", "Emotions") != 0) {
          assertThat(window.isAlive()).as("the program").isTrue();
        }
      } finally {
        window.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void ownModelRunsAFileThatItDescribes() throws Exception {
    String lite = "models/lite/src/main/resources/io/github/deepfer/models/lite/lite.onnx";
    assertThat(run(OwnModel.class, lite, "pictures/pair.png"))
        .singleElement()
        .asString()
        .startsWith("2 faces, by ")
        .contains("lite");
  }

  @Test
  void ownBackendIsAsked() throws Exception {
    assertThat(run(OwnBackend.class, "pictures/pair.png"))
        .singleElement()
        .asString()
        .contains("neutral=", "happy=")
        .doesNotContain("surprise");
  }

  @Test
  void webServiceAnswers() throws Exception {
    Process process = start(WebService.class, "0");
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String said = out.readLine();
      assertThat(said).startsWith("POST a picture to http://127.0.0.1:");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(said.substring("POST a picture to ".length())))
              .header("Content-Type", "image/png")
              .POST(BodyPublishers.ofFile(ROOT.resolve("pictures/pair.png")))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"happy\"", "\"surprise\"");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static List<String> run(Class<?> program, String... arguments) throws Exception {
    Process process = start(program, arguments);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }

  /** From the project's root, as a reader would. */
  private static Process start(Class<?> program, String... arguments) throws IOException {
    return program(program, arguments).start();
  }

  private static ProcessBuilder program(Class<?> program, String... arguments) {
    return ChildJvm.of(List.of(), program, arguments)
        .directory(ROOT.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
