package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.deepfer.api.Image;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.fixtures.VirtualDisplay;
import io.github.deepfer.sample.SampleVideo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code fer webcam} in processes of its own, since a JVM asks for its display only once. */
@Timeout(300)
class WebcamTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int FILM_SECONDS = 300;
  private static final Path FULL_DISK = Path.of("/dev/full");
  private static final Pattern SUMMARY =
      Pattern.compile("(\\d+) frames? shown at .* dropped; latency \\d+ ms");

  @TempDir Path folder;

  @Test
  void withoutADisplayItSaysSoAndOffersVideo() throws Exception {
    ProcessBuilder builder = webcam(film(1).toString());
    builder.environment().remove("DISPLAY");
    assertOffersVideo(builder, "fer: there is no display, so");
  }

  @Test
  void withADisplayThatIsNotThereItSaysSoToo() throws Exception {
    ProcessBuilder builder = webcam(film(1).toString());
    builder.environment().put("DISPLAY", ":9999");
    assertOffersVideo(builder, "fer: the display :9999 cannot be reached, so");
  }

  private static void assertOffersVideo(ProcessBuilder builder, String problem) throws Exception {
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said).contains(problem, "./fer video").doesNotContain("\tat ");
  }

  @Test
  void refusesSenselessNumbers() {
    for (String option : new String[] {"--camera", "--detect-every", "--reopen"}) {
      Run run = Run.of("webcam", option, "-1");
      assertThat(run.exitCode()).as(option).isEqualTo(2);
      assertThat(run.err()).contains(option + ": must be").contains("got -1");
    }
  }

  @Test
  void aFilmRunsInAWindowUntilQIsPressed() throws Exception {
    Path film = film(FILM_SECONDS);
    Path csv = folder.resolve("new/faces.csv");
    try (VirtualDisplay display = VirtualDisplay.open(folder)) {
      Process window = display.start(webcam("--classifier", "lite", "--csv", "" + csv, "" + film));
      try {
        awaitFilmOnScreen(window);
        while (!window.waitFor(500, TimeUnit.MILLISECONDS)) {
          // The window may not have the keyboard yet.
          display.xdotool("key", "q");
        }
        String said = new String(window.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(window.exitValue()).as(said).isZero();
        Matcher summary = SUMMARY.matcher(said);
        assertThat(summary.find()).as(said).isTrue();
        int frames = Integer.parseInt(summary.group(1));
        assertThat(frames).as("frames of a film that did not end").isLessThan(FILM_SECONDS);
        // The third person has come by then.
        assertThat(rows(csv)).hasSize(3 * frames);
      } finally {
        window.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals")
  void ctrlCLeavesWholeRows() throws Exception {
    Path film = film(FILM_SECONDS);
    Path csv = folder.resolve("faces.csv");
    try (VirtualDisplay display = VirtualDisplay.open(folder)) {
      Process window = display.start(webcam("--csv", "" + csv, "" + film));
      try {
        awaitFilmOnScreen(window);
        new ProcessBuilder("kill", "-INT", "" + window.pid()).start().waitFor();
        String said = new String(window.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(window.waitFor()).as(said).isEqualTo(128 + 2);
        assertThat(said).containsPattern(SUMMARY).doesNotContain("fer: ");
        assertThat(rows(csv)).isNotEmpty();
      } finally {
        window.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aTableThatCannotBeWrittenEndsItBeforeTheWindowOpens() throws Exception {
    assumeThat(FULL_DISK).isWritable();
    try (VirtualDisplay display = VirtualDisplay.open(folder)) {
      Process window = display.start(webcam("--csv", "" + FULL_DISK, "" + film(FILM_SECONDS)));
      String said = new String(window.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(window.waitFor()).as(said).isEqualTo(1);
      assertThat(said.lines())
          .singleElement()
          .asString()
          .startsWith("fer: /dev/full cannot be written: No space left on device");
    }
  }

  @Test
  void theFilmIsNotReplacedByItsTable() {
    Path film = film(1);
    Run run = Run.of("webcam", "--csv", film.toString(), film.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is the video itself");
  }

  /** Those after the header, which is that of {@code fer video}. */
  private static List<String> rows(Path csv) throws IOException {
    String text = Files.readString(csv);
    assertThat(text).startsWith("frame,time,track,x,y,width,height,score,emotion,raw_angry,");
    assertThat(text).endsWith("\n");
    List<String> lines = text.lines().toList();
    assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(9 + 2 * 7 + 6));
    return lines.subList(1, lines.size());
  }

  /** A second per frame, so that it does not end while the test looks at it. */
  private Path film(int seconds) {
    Path file = folder.resolve("film.mp4");
    Image image = SampleVideo.of(WIDTH, HEIGHT).frameAt(Duration.ofSeconds(10));
    try (VideoWriter writer = VideoWriter.open(file, WIDTH, HEIGHT, 1)) {
      for (int i = 0; i < seconds; i++) {
        writer.write(image, Duration.ofSeconds(i));
      }
    }
    return file;
  }

  /** Most of the window is the film; what is not is drawn onto it. */
  private void awaitFilmOnScreen(Process window) throws Exception {
    Image film = SampleVideo.of(WIDTH, HEIGHT).frameAt(Duration.ofSeconds(10));
    double alike = 0;
    while (alike < 0.8 || alike > 0.99) {
      assertThat(window.isAlive()).as("the window's process, %s alike", alike).isTrue();
      TimeUnit.MILLISECONDS.sleep(100);
      alike = alike(film);
    }
  }

  /** Xvfb keeps its screen as an X window dump, format 7, 32 bits a pixel. */
  private double alike(Image film) throws IOException {
    ByteBuffer screen = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("Xvfb_screen0")));
    int header = screen.getInt(0);
    int stride = screen.getInt(48);
    int pixels = header + 12 * screen.getInt(76);
    int alike = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        // Without a window manager the window is in the corner.
        int at = pixels + y * stride + 4 * x;
        boolean same = true;
        for (int channel = 0; channel < 3; channel++) {
          int shown = screen.get(at + 2 - channel) & 0xFF;
          int drawn = film.pixels().get(y * film.stride() + 3 * x + channel) & 0xFF;
          same &= Math.abs(shown - drawn) < 30;
        }
        alike += same ? 1 : 0;
      }
    }
    return (double) alike / (WIDTH * HEIGHT);
  }

  private static ProcessBuilder webcam(String... arguments) {
    String[] all = Stream.concat(Stream.of("webcam"), Stream.of(arguments)).toArray(String[]::new);
    return Run.childJvm(List.of(), all).redirectErrorStream(true);
  }
}
