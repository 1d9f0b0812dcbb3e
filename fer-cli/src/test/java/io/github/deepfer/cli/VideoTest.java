package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.fixtures.FastStart;
import io.github.deepfer.sample.SampleVideo;
import io.github.deepfer.sample.SampleVideo.Cue;
import io.github.deepfer.sample.SampleVideo.Role;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code fer video} on what {@code fer sample} writes, of which it is known who shows which emotion
 * when.
 */
@Timeout(300)
class VideoTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final SampleVideo FILM = SampleVideo.of(WIDTH, HEIGHT);

  /** Shorter spans are of the change from one face to the next. */
  private static final double STEADY_SECONDS = 0.7;

  @TempDir static Path folder;

  /** A face on one frame. */
  private record Row(double time, long track, Box box, Emotion emotion) {}

  @BeforeAll
  static void writeTheFilm() {
    Run run = Run.of("sample", folder.resolve("film.mp4").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void theTimelineShowsTheScriptedEmotionsInTheScriptedOrder() throws Exception {
    Path csv = folder.resolve("faces.csv");
    Path jsonl = folder.resolve("faces.jsonl");
    Path out = folder.resolve("annotated.mp4");
    Path plot = folder.resolve("timeline.png");
    Run run =
        Run.of(
            "video",
            "--json",
            "--detect-every",
            "2",
            "--csv",
            csv.toString(),
            "--jsonl",
            jsonl.toString(),
            "--out",
            out.toString(),
            "--plot",
            plot.toString(),
            folder.resolve("film.mp4").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<Row> rows = rows(csv);
    for (Role role : FILM.script()) {
      List<Emotion> scripted = role.cues().stream().map(Cue::emotion).toList();
      long track = trackOf(role, rows);
      assertThat(steady(run, track)).as("emotions of face %s", track).isEqualTo(scripted);
      for (Cue cue : role.cues()) {
        double middle = seconds(cue.start().plus(cue.end()).dividedBy(2));
        assertThat(rows)
            .filteredOn(row -> row.track() == track && Math.abs(row.time() - middle) < 0.021)
            .as("face %s in the middle of %s", track, cue)
            .isNotEmpty()
            .allSatisfy(row -> assertThat(row.emotion()).isEqualTo(cue.emotion()));
      }
    }
    assertThat(Files.readAllLines(jsonl)).hasSameSizeAs(rows);
    assertThat(framesOf(out)).isEqualTo(500);
    BufferedImage chart = ImageIO.read(plot.toFile());
    assertThat(chart.getWidth()).isGreaterThan(800);
  }

  /** The track that is where the role is, on most frames. */
  private static long trackOf(Role role, List<Row> rows) {
    return rows.stream()
        .filter(
            row ->
                role.boxAt(Duration.ofMillis(Math.round(1000 * row.time())))
                    .map(box -> box.iou(row.box()) > 0.5)
                    .orElse(false))
        .collect(Collectors.groupingBy(Row::track, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Comparator.comparing(Map.Entry::getValue))
        .orElseThrow()
        .getKey();
  }

  /** What the summary says that a face showed for longer than a change takes. */
  @SuppressWarnings("unchecked")
  private static List<Emotion> steady(Run run, long track) {
    List<Emotion> shown = new ArrayList<>();
    for (Map<String, Object> each : (List<Map<String, Object>>) run.json().get("tracks")) {
      if (((Double) each.get("track")).longValue() == track) {
        for (Map<String, Object> span : (List<Map<String, Object>>) each.get("emotions")) {
          Emotion emotion = Emotion.ofLabel((String) span.get("emotion")).orElseThrow();
          double length = (Double) span.get("end") - (Double) span.get("start");
          boolean isNew = shown.isEmpty() || shown.get(shown.size() - 1) != emotion;
          if (length >= STEADY_SECONDS && isNew) {
            shown.add(emotion);
          }
        }
      }
    }
    return shown;
  }

  @Test
  void aFilmThatIsCutShortKeepsWhatWasDoneAndTellsThePosition() throws Exception {
    Path film = folder.resolve("film-cut.mp4");
    byte[] whole = FastStart.of(Files.readAllBytes(folder.resolve("film.mp4")));
    Files.write(film, Arrays.copyOf(whole, whole.length / 6));
    Path csv = folder.resolve("cut.csv");
    Path out = folder.resolve("cut.mp4");
    Path plot = folder.resolve("cut.png");
    Run run =
        Run.of(
            "video",
            "--json",
            "--csv",
            csv.toString(),
            "--out",
            out.toString(),
            "--plot",
            plot.toString(),
            film.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    int frames = ((Double) run.json().get("frames")).intValue();
    assertThat(frames).isBetween(20, 200);
    assertThat((String) run.json().get("error"))
        .contains("damaged after ", " s (frame " + frames + ")");
    assertThat(run.err()).contains("damaged after ");
    assertThat(rows(csv)).hasSizeGreaterThanOrEqualTo(frames);
    assertThat(framesOf(out)).isEqualTo(frames);
    assertThat(plot).isNotEmptyFile();
  }

  @Test
  void aFilmThatIsNoneIsAnErrorAndLeavesNothingOpen() throws Exception {
    Path film = Files.writeString(folder.resolve("text.mp4"), "no film ".repeat(100));
    Run run = Run.of("video", "--json", film.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat((String) run.json().get("error")).contains("text.mp4");
  }

  @Test
  void severalVideosHaveFilesOfTheirOwnAndABadOneStopsNone() throws Exception {
    Path film = folder.resolve("film.mp4");
    Path again = Files.copy(film, folder.resolve("again.mp4"));
    Path bad = Files.writeString(folder.resolve("bad.mp4"), "no film ".repeat(100));
    String csv = folder + "/several/{name}.csv";
    Run run =
        Run.of("video", "--json", "--end", "1", "--csv", csv, "" + film, "" + bad, "" + again);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("bad.mp4");
    List<?> videos = (List<?>) run.json().get("videos");
    assertThat(videos).hasSize(3);
    assertThat(videos.get(0)).asInstanceOf(MAP).containsEntry("frames", 25.0);
    assertThat(videos.get(1)).asInstanceOf(MAP).containsOnlyKeys("film", "error");
    assertThat(folder.resolve("several/film.csv"))
        .isNotEmptyFile()
        .hasSameTextualContentAs(folder.resolve("several/again.csv"));
    assertThat(Run.of("video", "--end", "1", "" + film, "" + again).out())
        .contains("film.mp4: ", "again.mp4: ");
  }

  @Test
  void aPartHasTheFramesOfTheWholeVideo() throws Exception {
    Path csv = folder.resolve("part.csv");
    String film = folder.resolve("film.mp4").toString();
    Run run =
        Run.of("video", "--start", "10", "--end", "0:12", "--every", "1", "--csv", "" + csv, film);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readAllLines(csv))
        .extracting(line -> line.replaceAll("^([^,]*,[^,]*),.*", "$1"))
        .contains("250,10.000", "275,11.000")
        .containsOnly("frame,time", "250,10.000", "275,11.000");
  }

  @Test
  void aPartWithoutAFrameIsRefusedBeforeAFileIsTouched() throws Exception {
    Path csv = folder.resolve("kept.csv");
    String film = folder.resolve("film.mp4").toString();
    assertThat(Run.of("video", "--end", "0.2", "--csv", "" + csv, film).exitCode()).isZero();
    byte[] before = Files.readAllBytes(csv);
    for (String[] part :
        new String[][] {
          {"--start", "99"}, {"--start", "20"}, {"--start", "0.01", "--end", "0.02"}
        }) {
      for (List<String> more : List.of(List.<String>of(), List.of("--resume"))) {
        List<String> command = new ArrayList<>(List.of("video", "--csv", "" + csv, film));
        command.addAll(List.of(part));
        command.addAll(more);
        Run run = Run.of(command.toArray(String[]::new));
        assertThat(run.exitCode()).as("%s", command).isEqualTo(1);
        assertThat(run.err()).contains("has no frame from " + part[1], "it is 20.0 s long");
        assertThat(run.out()).isEmpty();
        assertThat(csv).hasBinaryContent(before);
        assertThat(folder.resolve("kept.csv.resume")).doesNotExist();
      }
    }
  }

  @Test
  void partsThatMeetShareNoFrame() throws Exception {
    Path csv = folder.resolve("part.csv");
    String film = folder.resolve("film.mp4").toString();
    List<Long> frames = new ArrayList<>();
    for (String[] part : new String[][] {{"5.8", "6"}, {"6", "6.2"}}) {
      Run run = Run.of("video", "--start", part[0], "--end", part[1], "--csv", "" + csv, film);
      assertThat(run.exitCode()).as(run.err()).isZero();
      Files.readAllLines(csv).stream()
          .skip(1)
          .map(line -> Long.parseLong(line.replaceAll(",.*", "")))
          .distinct()
          .forEach(frames::add);
    }
    assertThat(frames).containsExactly(145L, 146L, 147L, 148L, 149L, 150L, 151L, 152L, 153L, 154L);
  }

  @Test
  void wrongUsageWritesNothing() {
    String film = folder.resolve("film.mp4").toString();
    String csv = folder.resolve("faces.txt").toString();
    assertUsage("--detect-every: must be 1 or more, got 0", "--detect-every", "0", film);
    assertUsage("is the video itself", "--out", film, film);
    assertUsage("is named twice", "--csv", csv, "--jsonl", folder + "/./faces.txt", film);
    assertUsage("must end in .png", "--plot", csv, film);
    assertUsage("must end in .mp4", "--out", csv, film);
    assertUsage("must end in .json", "--summary", csv, film);
    assertUsage("is a directory", "--csv", folder.toString(), film);
    assertUsage("put {name} into its name", "--csv", csv, film, folder + "/other.mp4");
    assertUsage("is named twice", "--csv", folder + "/{name}.txt", film, film);
    assertUsage("- is no file; name /dev/stdout", "--csv", "-", film);
    assertUsage("--bin goes with --bins or --curves", "--bin", "10s", "--csv", csv, film);
    for (String threads : List.of("-1", "1025", "1000000")) {
      assertUsage(
          "--threads: threads must be 0 to 1024, got " + threads, "--threads", threads, film);
    }
    assertThat(Path.of(csv)).doesNotExist();
  }

  private static void assertUsage(String message, String... arguments) {
    List<String> command = new ArrayList<>(List.of("video"));
    command.addAll(List.of(arguments));
    Run run = Run.of(command.toArray(String[]::new));
    assertThat(run.exitCode()).as(message).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals")
  void ctrlCLeavesReadableFiles() throws Exception {
    Path csv = folder.resolve("stopped.csv");
    Path out = folder.resolve("stopped.mp4");
    Path plot = folder.resolve("stopped.png");
    Process process =
        start("--csv", csv.toString(), "--out", out.toString(), "--plot", plot.toString());
    awaitFrame(process, csv, 5);
    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(128 + 2);
    assertThat(said).contains("was interrupted after", "film.mp4: ");
    List<Row> rows = rows(csv);
    assertThat(framesOf(out)).isBetween(5, 499);
    assertThat(1000 * rows.get(rows.size() - 1).time()).isBetween(40.0 * 5, 40.0 * 498);
    assertThat(ImageIO.read(plot.toFile())).isNotNull();
  }

  @Test
  void aKilledAnalysisLeavesWhatWasDone() throws Exception {
    Path csv = folder.resolve("killed.csv");
    Path jsonl = folder.resolve("killed.jsonl");
    Path out = folder.resolve("killed.mp4");
    Process process =
        start("--csv", csv.toString(), "--jsonl", jsonl.toString(), "--out", out.toString());
    awaitFrame(process, csv, 150);
    process.destroyForcibly().waitFor();
    assertThat(rows(csv)).hasSizeGreaterThan(150);
    assertThat(Files.readString(jsonl)).endsWith("}\n");
    // Fragments are of two seconds.
    assertThat(framesOf(out)).isBetween(100, 499);
  }

  private static Process start(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("video"));
    arguments.addAll(List.of(options));
    arguments.add(folder.resolve("film.mp4").toString());
    return Run.childJvm(List.of(), arguments.toArray(String[]::new))
        .redirectErrorStream(true)
        .start();
  }

  private static void awaitFrame(Process process, Path csv, int frame) throws Exception {
    List<String> lines = List.of();
    while (lines.size() < 2
        || Integer.parseInt(lines.get(lines.size() - 1).replaceAll(",.*", "")) < frame) {
      assertThat(process.isAlive()).as("the analysis").isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
      lines = Files.exists(csv) ? Files.readAllLines(csv) : List.of();
    }
  }

  /** The film's frames are 230 MB, the heap is 96 MiB and holds the model, too. */
  @Test
  void memoryDoesNotGrowWithTheFilm() throws Exception {
    SampleVideo small = SampleVideo.of(320, 240);
    Path film = folder.resolve("long.mp4");
    int frames = 1000;
    try (VideoWriter writer = VideoWriter.open(film, 320, 240, SampleVideo.FRAME_RATE)) {
      Image image = small.frameAt(Duration.ofSeconds(10));
      for (int i = 0; i < frames; i++) {
        writer.write(image, Duration.ofMillis(40L * i));
      }
    }
    Run run =
        Run.inChildJvm(
            List.of("-Xmx96m", "-Dfer.terminal=true"),
            "video",
            "--json",
            "--classifier",
            "lite-int8",
            "--detect-every",
            "20",
            "--csv",
            folder.resolve("long.csv").toString(),
            "--out",
            folder.resolve("long-out.mp4").toString(),
            "--plot",
            folder.resolve("long.png").toString(),
            film.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().get("frames")).isEqualTo(1.0 * frames);
    assertThat(rows(folder.resolve("long.csv"))).hasSizeGreaterThanOrEqualTo(2 * frames);
    assertThat(run.err()).containsPattern("█░+  *\\d+ %  [0-9.:]+( s)? left").endsWith("\033[K");
  }

  private static int framesOf(Path film) {
    int frames = 0;
    try (VideoReader reader = VideoReader.open(film)) {
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        frames++;
      }
    }
    return frames;
  }

  private static List<Row> rows(Path csv) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(csv)) {
      String[] field = line.split(",", -1);
      assertThat(field).hasSize(9 + 2 * 7 + 6);
      if (!field[0].equals("frame")) {
        rows.add(
            new Row(
                Double.parseDouble(field[1]),
                Long.parseLong(field[2]),
                new Box(
                    Integer.parseInt(field[3]),
                    Integer.parseInt(field[4]),
                    Integer.parseInt(field[5]),
                    Integer.parseInt(field[6])),
                Emotion.ofLabel(field[8]).orElseThrow()));
      }
    }
    return rows;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
