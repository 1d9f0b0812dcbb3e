package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.sample.SampleVideo;
import io.github.deepfer.testkit.Scenes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One output's failure leaves the others, and the answer on stdout. */
@Timeout(300)
class OutputsTest {
  private static final Path FULL_DISK = Path.of("/dev/full");
  private static final int FRAMES = 10;

  /** All that the command line needs of a Java but java.desktop. */
  private static final List<String> WITHOUT_DESKTOP =
      List.of(
          "--limit-modules",
          "java.base,java.logging,java.management,java.net.http,java.xml,jdk.unsupported");

  @TempDir static Path shared;
  private static Path video;
  private static Path picture;

  @TempDir Path folder;

  @BeforeAll
  static void writeInputs() throws IOException {
    video = write(shared.resolve("video.mp4"), FRAMES);
    picture = shared.resolve("pair.png");
    try (InputStream pair = Scenes.class.getResourceAsStream("pictures/pair.png")) {
      Files.copy(pair, picture);
    }
  }

  private static Path write(Path file, int frames) {
    SampleVideo sample = SampleVideo.of(320, 240);
    try (VideoWriter writer =
        VideoWriter.open(file, sample.width(), sample.height(), SampleVideo.FRAME_RATE)) {
      for (int i = 0; i < frames; i++) {
        Duration time = Duration.ofSeconds(10).plusMillis(40L * i);
        writer.write(sample.frameAt(time), Duration.ofMillis(40L * i));
      }
    }
    return file;
  }

  @Test
  void aFullDiskUnderOneFileOfAVideoLeavesTheOthers() throws Exception {
    assumeThat(FULL_DISK).isWritable();
    Path jsonl = folder.resolve("faces.jsonl");
    Path plot = folder.resolve("plot.png");
    Run run =
        Run.of(
            "video",
            "--json",
            "--csv",
            FULL_DISK.toString(),
            "--jsonl",
            jsonl.toString(),
            "--plot",
            plot.toString(),
            video.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("fer: /dev/full cannot be written: No space left on device");
    assertThat(run.json()).containsEntry("frames", (double) FRAMES).doesNotContainKey("error");
    assertThat(jsonl).isNotEmptyFile();
    assertThat(ImageIO.read(plot.toFile())).isNotNull();
    assertThat(FULL_DISK).isWritable();
  }

  /** A limit on the size of files stands for a disk that is full halfway. */
  @Test
  void aVideoForWhichThereIsNoRoomIsNamedOnceAndItsEndTold() throws Exception {
    assumeThat(FULL_DISK).isWritable();
    // What is written goes to the disk every two seconds.
    Path film = write(folder.resolve("film.mp4"), 60);
    Path out = folder.resolve("annotated.mp4");
    Run whole = Run.of("video", "--out", out.toString(), film.toString());
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    ProcessBuilder child =
        Run.childJvm(
            List.of("-XX:-UsePerfData"), "video", "--out", out.toString(), film.toString());
    String limit = "ulimit -f " + Files.size(out) / 2048 + " && exec \"$@\"";
    child.command().addAll(0, List.of("bash", "-c", limit, "bash"));
    Process process = child.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(err.lines())
        .singleElement()
        .asString()
        .startsWith("fer: " + out + " cannot be written: File too large")
        .contains("it is cut short at 2.")
        .containsOnlyOnce("cannot be written");
  }

  @Test
  void aFileThatCannotBeOpenedIsNamedAndTheOthersAreThere() throws Exception {
    Path inTheWay = Files.createFile(folder.resolve("file"));
    Path csv = inTheWay.resolve("faces.csv");
    Path summary = folder.resolve("summary.json");
    Run run = Run.of("video", "--csv", "" + csv, "--summary", "" + summary, "" + video);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly("fer: " + csv + " cannot be written: " + inTheWay + " is not a directory");
    assertThat(run.out()).contains(FRAMES + " frames");
    assertThat(Files.readString(summary)).contains("\"tracks\"");
  }

  @Test
  void theDirectoriesOfEveryOutputAreCreated() throws Exception {
    List<String> command = new ArrayList<>(List.of("video"));
    Map<String, String> outputs =
        Map.of(
            "--csv", "a/b/f.csv",
            "--jsonl", "c/d/f.jsonl",
            "--out", "e/f/f.mp4",
            "--plot", "g/h/f.png",
            "--summary", "i/j/f.json");
    outputs.forEach((option, name) -> command.addAll(List.of(option, "" + folder.resolve(name))));
    command.add("" + video);
    Run run = Run.of(command.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    Path single = folder.resolve("k/l/pair.jpg");
    assertThat(Run.of("analyze", "--out", "" + single, "" + picture).exitCode()).isZero();
    assertThat(Run.of("analyze", "--out", folder + "/m/n/", "" + picture).exitCode()).isZero();
    List<String> all = new ArrayList<>(outputs.values());
    all.addAll(List.of("k/l/pair.jpg", "m/n/pair.png"));
    assertThat(all).allSatisfy(name -> assertThat(folder.resolve(name)).isNotEmptyFile());
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(all.size());
    }
  }

  @Test
  void aPictureThatCannotBeAnnotatedKeepsItsFaces() throws Exception {
    Path inTheWay = Files.createFile(folder.resolve("file"));
    Path out = inTheWay.resolve("out.png");
    Run run = Run.of("analyze", "--json", "--out", out.toString(), picture.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains(inTheWay.toString());
    assertThat(run.out()).contains("\"surprise\"").doesNotContain("\"error\"");
  }

  @Test
  void anEvaluationIsPrintedAlsoIfItsFilesCannotBeWritten() throws Exception {
    Path inTheWay = Files.createFile(folder.resolve("file"));
    Run run =
        Run.of("evaluate", "--json", "--data", "" + faces(), "--out", "" + inTheWay.resolve("out"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(inTheWay.toString(), "ot a directory"));
    assertThat(run.json()).containsEntry("samples", 1.0);
  }

  private Path faces() throws IOException {
    Path to = Files.createDirectories(folder.resolve("data/happy"));
    try (InputStream face = Scenes.class.getResourceAsStream("pictures/faces/happy.png")) {
      Files.copy(face, to.resolve("face.png"));
    }
    return folder.resolve("data");
  }

  @Test
  void withoutFontsTheChartHasNoTextAndNothingIsLost() throws Exception {
    Path plot = folder.resolve("plot.png");
    ProcessBuilder builder =
        Run.childJvm(
            List.of("-Duser.home=" + folder),
            "video",
            "--json",
            "--plot",
            plot.toString(),
            video.toString());
    Path noFonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>\n");
    builder.environment().put("FONTCONFIG_FILE", noFonts.toString());
    builder.environment().put("FONTCONFIG_PATH", folder.toString());
    Run run = Run.of(builder);
    assertThat(run.json()).containsEntry("frames", (double) FRAMES);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().lines()).singleElement().asString().contains("no font", "fontconfig");
    assertThat(ImageIO.read(plot.toFile()).getWidth()).isEqualTo(1200);
  }

  @Test
  void withoutJavaDesktopOnlyTheChartIsMissing() throws Exception {
    Path plot = folder.resolve("plot.png");
    Path csv = folder.resolve("faces.csv");
    Run run =
        Run.inChildJvm(
            WITHOUT_DESKTOP,
            "video",
            "--json",
            "--plot",
            plot.toString(),
            "--csv",
            csv.toString(),
            video.toString());
    assertThat(run.json()).containsEntry("frames", (double) FRAMES);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("plot.png cannot be written", "java.desktop");
    assertThat(csv).isNotEmptyFile();
    assertThat(plot).doesNotExist();
  }

  @Test
  void withoutJavaDesktopTheOtherCommandsRun() throws Exception {
    Run pictures =
        Run.inChildJvm(
            WITHOUT_DESKTOP, "analyze", "--out", folder + "/out.png", picture.toString());
    assertThat(pictures.exitCode()).as(pictures.err()).isZero();
    assertThat(pictures.out()).contains("2 faces");
    Run webcam = Run.inChildJvm(WITHOUT_DESKTOP, "webcam", video.toString());
    assertThat(webcam.exitCode()).isEqualTo(1);
    assertThat(webcam.err().lines()).singleElement().asString().contains("java.desktop");
    Run doctor = Run.inChildJvm(WITHOUT_DESKTOP, "doctor");
    assertThat(doctor.exitCode()).as(doctor.err()).isZero();
    assertThat(doctor.out()).contains("draw charts: not here", "open a window: not here");
  }

  @Test
  void stdoutThatIsFullEndsInFailureAndTheFilesAreThere() throws Exception {
    assumeThat(FULL_DISK).isWritable();
    Path plot = folder.resolve("plot.png");
    Process process =
        Run.childJvm(List.of(), "video", "--plot", plot.toString(), video.toString())
            .redirectOutput(FULL_DISK.toFile())
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(err.lines()).containsExactly("fer: not all of the output could be written");
    assertThat(plot).isNotEmptyFile();
  }

  /** Frames are 40 ms apart. */
  @Test
  void aPartOfAVideoIsAnalyzed() throws Exception {
    assertThat(framesOf("--start", "0.1", "--end", "0:00.3"))
        .containsExactly("3", "4", "5", "6", "7");
    assertThat(framesOf("--start", "0.1", "--every", "0.07")).containsExactly("3", "5", "7", "9");
    assertThat(framesOf("--every", "10")).containsExactly("0");
    for (String[] wrong :
        new String[][] {
          {"--start", "1", "--end", "1"}, {"--every", "-1"}, {"--end", "x"}, {"--start", "1:2:3:4"}
        }) {
      List<String> command = new ArrayList<>(List.of("video"));
      command.addAll(List.of(wrong));
      command.add("" + video);
      Run run = Run.of(command.toArray(String[]::new));
      assertThat(run.exitCode()).as("%s", command).isEqualTo(2);
      assertThat(run.err().lines()).singleElement().asString().startsWith("fer: ");
    }
  }

  private List<String> framesOf(String... part) throws IOException {
    Path csv = folder.resolve("part.csv");
    List<String> command = new ArrayList<>(List.of("video", "--csv", "" + csv));
    command.addAll(List.of(part));
    command.add("" + video);
    Run run = Run.of(command.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Files.readAllLines(csv).stream()
        .skip(1)
        .map(line -> line.replaceAll(",.*", ""))
        .distinct()
        .toList();
  }
}
