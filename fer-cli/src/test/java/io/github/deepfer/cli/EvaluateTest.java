package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.testkit.Scenes;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
  private static final String VOTES_HEADER =
      "Usage,Image"
          + " name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n";

  @TempDir Path folder;

  @Test
  void countsAnswersMalformedRowsAndVotes() throws IOException {
    String happy = pixels(Emotion.HAPPY);
    String surprise = pixels(Emotion.SURPRISE);
    Path data =
        write(
            "fer2013.csv",
            "emotion,pixels,Usage\n"
                + ("0," + happy + ",Training\n")
                + ("3," + happy + ",PublicTest\n")
                + ("9," + happy + ",PublicTest\n")
                + "3,1 2 3,PublicTest\n"
                + "damaged\n"
                + ("3," + surprise + ",PublicTest\n"));
    Path votes =
        write(
            "fer2013new.csv",
            VOTES_HEADER
                + "Training,a.png,10,0,0,0,0,0,0,0,0,0\n"
                + "PublicTest,b.png,1,9,0,0,0,0,0,0,0,0\n"
                + "PublicTest,c.png,5,5,0,0,0,0,0,0,0,0\n"
                + "PublicTest,d.png,5,5,0,0,0,0,0,0,0,0\n"
                + "PublicTest,e.png,5,5,0,0,0,0,0,0,0,0\n"
                + "PublicTest,f.png,0,0,10,0,0,0,0,0,0,0\n");

    Run run =
        Run.of(
            "evaluate",
            "--json",
            "--usage",
            "PublicTest",
            "--data",
            data.toString(),
            "--votes",
            votes.toString(),
            "--out",
            folder.resolve("out").toString());

    assertThat(run.exitCode()).isZero();
    Map<String, Object> report = run.json();
    assertThat(report)
        .containsEntry("samples", 2.0)
        .containsEntry("malformedRows", 3.0)
        .containsEntry("accuracy", 0.5)
        // F1 of happy is 2/3, that of surprise 0; no other class occurs.
        .containsEntry("macroF1", 0.333333)
        .containsEntry("votes", Map.of("samples", 2.0, "accuracy", 1.0));
    assertThat(report.keySet()).contains("ece", "imagesPerSecond", "perClass", "confusion");
    assertThat(run.err()).contains("line 4:").contains("line 5:").contains("line 6:");
    assertThat(ImageIO.read(folder.resolve("out/confusion.png").toFile())).isNotNull();
    assertThat(folder.resolve("out/report.json")).isNotEmptyFile();
  }

  /** The golden face of the file, of which each head is sure, and how sure each is. */
  @Test
  void judgesTheHeadThatIsChosen() throws IOException {
    Path data =
        write("fer2013.csv", "emotion,pixels,Usage\n3," + pixels(Emotion.HAPPY) + ",Test\n");
    String[] command = {"evaluate", "--json", "--data", data.toString()};
    assertThat(Run.of(command).json()).containsEntry("head", "balanced");
    List<Object> errors = new ArrayList<>();
    for (String head : List.of("balanced", "fer2013", "ferplus")) {
      Run run = Run.of(with(command, "--head", head));
      assertThat(run.json()).containsEntry("head", head).containsEntry("accuracy", 1.0);
      errors.add(run.json().get("ece"));
    }
    assertThat(errors).doesNotHaveDuplicates();
    assertThat(Run.of("evaluate", "--data", data.toString(), "--head", "ferplus").out())
        .startsWith("lite, head ferplus, on cpu: 1 face");

    Run wrong = Run.of("evaluate", "--data", data.toString(), "--head", "happy");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).contains("no output happy", "[fer2013, ferplus, balanced]", "--head");
  }

  @Test
  void readsAFolderPerClass() throws IOException {
    for (String label : List.of("happy", "surprise")) {
      Path to = Files.createDirectories(folder.resolve("data").resolve(label));
      try (var face = Scenes.class.getResourceAsStream("pictures/faces/" + label + ".png")) {
        Files.copy(face, to.resolve("face.png"));
      }
      Files.writeString(to.resolve("damaged.png"), "no picture");
    }
    Run run = Run.of("evaluate", "--json", "--data", folder.resolve("data").toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.json())
        .containsEntry("samples", 2.0)
        .containsEntry("malformedRows", 2.0)
        .containsEntry("accuracy", 1.0);
  }

  @Test
  void tellsTheFacesThatTrainingHasToo() throws IOException {
    String happy = pixels(Emotion.HAPPY);
    String mirrored =
        IntStream.range(0, 48 * 48)
            .mapToObj(i -> happy.split(" ")[i / 48 * 48 + 47 - i % 48])
            .collect(Collectors.joining(" "));
    Path data =
        write(
            "fer2013.csv",
            "emotion,pixels,Usage\n"
                + ("3," + mirrored + ",Training\n")
                + "3,1 2 3,Training\n"
                + ("5," + pixels(Emotion.SURPRISE) + ",PublicTest\n")
                + ("3," + happy + ",PublicTest\n")
                + ("0," + pixels(Emotion.NEUTRAL) + ",PublicTest\n"));
    String[] evaluate = {"evaluate", "--data", data.toString(), "--usage"};
    Run run = Run.of(with(evaluate, "PublicTest", "--json"));
    assertThat(run.json()).containsEntry("samples", 3.0).containsEntry("malformedRows", 0.0);
    assertThat(run.json().get("withoutNearDuplicates"))
        .isEqualTo(Map.of("samples", 2.0, "accuracy", 0.5));
    assertThat(Run.of(with(evaluate, "PublicTest")).out())
        .contains("without near-duplicates in Training: 50.00 % of 2 faces");
    assertThat(Run.of(with(evaluate, "Training", "--json")).json())
        .containsEntry("withoutNearDuplicates", null);
  }

  @Test
  void memoryDoesNotGrowWithTheFile() throws Exception {
    String happy = pixels(Emotion.HAPPY);
    Path data = folder.resolve("large.csv.gz");
    long characters = 0;
    try (Writer csv =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(data)), StandardCharsets.US_ASCII)) {
      csv.write("emotion,pixels,Usage\n");
      for (int row = 0; row < 20_000; row++) {
        String line = "3," + happy + (row % 200 == 0 ? ",PublicTest\n" : ",Training\n");
        characters += line.length();
        csv.write(line);
      }
    }
    assertThat(characters).isGreaterThan(3 * 48_000_000L);
    Run run =
        Run.inChildJvm(
            List.of("-Xmx48m"),
            with(
                new String[] {"evaluate", "--data", data.toString(), "--json"},
                "--usage",
                "PublicTest"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json()).containsEntry("samples", 100.0).containsEntry("accuracy", 1.0);
  }

  @Test
  void failsWithoutData() throws IOException {
    assertThat(Run.of("evaluate").exitCode()).isEqualTo(2);
    assertThat(Run.of("evaluate", "--data", folder.resolve("no.csv").toString()).exitCode())
        .isEqualTo(1);
    Path empty = write("empty.csv", "emotion,pixels,Usage\n");
    Run run = Run.of("evaluate", "--json", "--data", empty.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat((String) run.json().get("error")).contains("no face");
  }

  @Test
  void doctorProvesThatTheDefaultsRun() {
    Run run = Run.of("doctor", "--json");
    assertThat(run.exitCode()).isZero();
    assertThat(run.json()).containsEntry("healthy", true);
    assertThat(run.out()).contains("haar").contains("cnn").contains("CPUExecutionProvider");
    assertThat(Run.of("doctor").out()).contains("All is well.");
  }

  @Test
  void doctorSaysWhyNothingRuns() throws Exception {
    Path missing = folder.resolve("missing");
    Run run = Run.inChildJvm(List.of("-Djava.io.tmpdir=" + missing), "doctor");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines().filter(line -> line.contains("load ONNX Runtime: FAILED")))
        .singleElement()
        .asString()
        .contains(missing.toString());
    assertThat(run.out()).contains("Pictures cannot be analyzed as it is.");
  }

  /** Charts need none. */
  @Test
  void doctorTellsOfADisplayThatIsNotThere() throws Exception {
    ProcessBuilder child = Run.childJvm(List.of(), "doctor");
    child.environment().put("DISPLAY", ":9999");
    Process doctor = child.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(doctor.waitFor()).isZero();
    assertThat(said)
        .contains("draw charts: works")
        .contains("open a window: not here, the display :9999 cannot be reached");
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  /** The kit's face at 48x48 by nearest pixels, as a row of FER2013. */
  private static String pixels(Emotion emotion) {
    Image face = Scenes.faces().get(emotion);
    int size = face.format().bytesPerPixel();
    var source = face.pixels();
    return IntStream.range(0, 48 * 48)
        .map(
            i ->
                source.get(
                        (i / 48 * face.height() / 48) * face.stride()
                            + (i % 48 * face.width() / 48) * size)
                    & 0xFF)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }
}
