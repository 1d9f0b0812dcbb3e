package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.sample.SampleVideo;
import io.github.deepfer.testkit.Scenes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A name that was forgotten or mistaken costs nobody a file. */
@Timeout(120)
class VictimsTest {
  @TempDir Path folder;
  private Path first;
  private Path second;

  @BeforeEach
  void writePictures() throws IOException {
    first = folder.resolve("1.png");
    second = folder.resolve("2.png");
    try (InputStream picture = Scenes.class.getResourceAsStream("pictures/pair.png")) {
      Files.copy(picture, first);
    }
    Files.copy(first, second);
  }

  /** Each ends with wrong usage, and all files are what they were. */
  private void assertRefused(String sentence, String... command) throws IOException {
    Map<String, String> before = contents();
    Run run = Run.of(command);
    assertThat(run.exitCode()).as("%s: %s", List.of(command), run.err()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().startsWith("fer: ").contains(sentence);
    assertThat(run.out()).isEmpty();
    assertThat(contents()).isEqualTo(before);
  }

  /** In ISO 8859-1, in which every byte is a character. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  @Test
  void aTableIsNeverWrittenOverAPicture() throws IOException {
    Path third = Files.copy(first, folder.resolve("3.png"));
    for (String option : List.of("--csv", "--jsonl")) {
      for (List<String> more : List.of(List.<String>of(), List.of("--resume"))) {
        assertRefused(
            "holds something else than such a table; choose another name",
            with(more, "analyze", option, "" + first, "" + second, "" + third));
        assertRefused("is the input itself", with(more, "analyze", option, "" + first, "" + first));
      }
      assertRefused("is the input itself", "analyze", option, "" + first, "" + folder);
    }
  }

  private static String[] with(List<String> more, String... command) {
    return Stream.concat(Stream.of(command), more.stream()).toArray(String[]::new);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
  void aLinkIsTheInputToo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("faces.csv"), first);
    assertRefused("is the input itself", "analyze", "--csv", "" + link, "" + first);
  }

  @Test
  void othersDataIsNoTable() throws IOException {
    Path csv = Files.writeString(folder.resolve("labels.csv"), "image,label\n1.png,happy\n");
    Path jsonl =
        Files.writeString(folder.resolve("labels.jsonl"), "{\"image\":\"1.png\",\"label\":1}\n");
    Path notes = Files.writeString(folder.resolve("notes.png"), "no picture");
    String sentence = "something else than such a table";
    assertRefused(sentence, "analyze", "--csv", "" + csv, "" + first);
    assertRefused(sentence, "analyze", "--jsonl", "" + jsonl, "" + first);
    assertRefused(sentence, "analyze", "--resume", "--jsonl", "" + jsonl, "" + first);
    String picture = "something else than a picture";
    assertRefused(picture, "analyze", "--out", "" + notes, "" + first);
    // These begin like pictures, but not as far as it takes to tell.
    for (String start :
        List.of("BMW is a car", "RIFF\0\0\0\0AVI LIST", "GIF89a is a format of 1989")) {
      Files.writeString(notes, start);
      assertRefused(picture, "analyze", "--out", "" + notes, "" + first);
    }
    assertRefused("is a file", "analyze", "--out", "" + notes, "" + first, "" + second);
  }

  @Test
  void oneFileIsOneOutputHoweverItIsNamed() throws IOException {
    String csv = folder + "/x.csv";
    assertRefused(
        "is named twice", "analyze", "--csv", csv, "--jsonl", folder + "/./x.csv", "" + first);
    String png = folder + "/x.png";
    assertRefused("is named twice", "analyze", "--csv", png, "--out", png, "" + first);
  }

  @Test
  void tablesAndEmptyFilesAreReplaced() throws IOException {
    Path csv = Files.createFile(folder.resolve("faces.csv"));
    Path jsonl = Files.createFile(folder.resolve("faces.jsonl"));
    // Also of a picture that failed, and of one on which nobody is.
    Path bad = Files.writeString(folder.resolve("\u00e4 bad.png"), "no picture");
    for (Path picture : List.of(bad, first, second)) {
      Run run = Run.of("analyze", "--csv", "" + csv, "--jsonl", "" + jsonl, "" + picture);
      assertThat(run.exitCode()).as(run.err()).isEqualTo(picture.equals(bad) ? 1 : 0);
      assertThat(Files.readString(csv)).contains(picture.toString());
      assertThat(Files.readString(jsonl)).startsWith("{\"image\":\"" + picture);
    }
    Path out = folder.resolve("out.png");
    assertThat(Run.of("analyze", "--out", "" + out, "" + first).exitCode()).isZero();
    assertThat(Run.of("analyze", "--out", "" + out, "" + first).exitCode()).isZero();
  }

  @Test
  void aFaceIsNotWrittenOverAnInputOfItsName() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path named = Files.copy(first, other.resolve("1-face1.png"));
    byte[] before = Files.readAllBytes(named);
    Run run = Run.of("analyze", "--crops", "" + other, "" + first, "" + named);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("1-face1.png cannot be written: it is an input");
    assertThat(Files.readAllBytes(named)).isEqualTo(before);
    assertThat(other.resolve("1-face2.png")).isNotEmptyFile();
  }

  @Test
  void inADirectoryNothingButPicturesIsReplaced() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path notes = Files.writeString(out.resolve("2.png"), "my notes");
    Path csv = folder.resolve("faces.csv");
    assertRefused(
        notes + " cannot be written: it holds something else than a picture",
        "analyze",
        "--out",
        "" + out,
        "--csv",
        "" + csv,
        "" + first,
        "" + second);
    assertRefused("something else", "analyze", "--out", out + "/", "" + second);

    Files.delete(notes);
    for (int turn = 1; turn <= 2; turn++) {
      Run run = Run.of("analyze", "--out", "" + out, "" + first, "" + second);
      assertThat(run.exitCode()).as("turn %s: %s", turn, run.err()).isZero();
    }
  }

  /** What faces will be there is known only when one's place turns out to be taken. */
  @Test
  void aFaceIsNotWrittenOverNotes() throws IOException {
    Path faces = Files.createDirectory(folder.resolve("faces"));
    Path notes = Files.writeString(faces.resolve("1-face1.png"), "my notes");
    Run run = Run.of("analyze", "--crops", "" + faces, "" + first, "" + second);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly(
            "fer: "
                + notes
                + " cannot be written: it holds something else than a picture; choose another name");
    assertThat(notes).hasContent("my notes");
    for (String other : List.of("1-face2.png", "2-face1.png", "2-face2.png")) {
      assertThat(faces.resolve(other)).isNotEmptyFile();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "pipes have no place among the files there")
  void aPipeIsNotReplaced() throws Exception {
    Path pipe = Files.createDirectory(folder.resolve("out")).resolve("1.png");
    assertThat(new ProcessBuilder("mkfifo", "" + pipe).start().waitFor()).isZero();
    for (Path out : List.of(pipe, pipe.getParent())) {
      assertRefused("is no regular file", "analyze", "--out", "" + out, "" + first);
    }
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
  }

  @Test
  void whatIsMadeOfAVideoIsNeverWrittenOverAnotherFile() throws IOException {
    Path video = folder.resolve("a.mp4");
    SampleVideo sample = SampleVideo.of(320, 240);
    try (VideoWriter writer = VideoWriter.open(video, 320, 240, SampleVideo.FRAME_RATE)) {
      for (int i = 0; i < 3; i++) {
        Duration time = Duration.ofSeconds(10).plusMillis(40L * i);
        writer.write(sample.frameAt(time), Duration.ofMillis(40L * i));
      }
    }
    Path other = Files.copy(video, Files.createDirectory(folder.resolve("b")).resolve("a.mp4"));
    Path json = Files.writeString(folder.resolve("package.json"), "{\n  \"name\": \"x\"\n}\n");
    Path labels = Files.writeString(folder.resolve("labels.csv"), "track,start\n");
    String table = "something else than such a table";
    assertRefused(table, "video", "--csv", "" + video, "" + other);
    assertRefused(table, "video", "--jsonl", "" + video, "" + other);
    assertRefused(table, "video", "--bins", "" + labels, "" + video);
    assertRefused("than such a summary", "video", "--summary", "" + json, "" + video);
    assertRefused("is the video itself", "video", "--csv", "" + video, "" + video);
    assertRefused(
        "have one name", "video", "--csv", folder + "/{name}.csv", "" + video, "" + other);

    String[] command = {
      "video",
      "--csv",
      folder + "/frames.csv",
      "--jsonl",
      folder + "/frames.jsonl",
      "--bins",
      folder + "/bins.csv",
      "--summary",
      folder + "/summary.json",
      "" + video
    };
    assertThat(Run.of(command).exitCode()).isZero();
    Run again = Run.of(command);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(folder.resolve("frames.jsonl")).isNotEmptyFile();
  }

  @Test
  void theLimitOfPixelsIsAnOption() {
    Run refused = Run.of("analyze", "--max-pixels", "307199", "" + first);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("307200 pixels, the limit is 307199");
    assertThat(Run.of("analyze", "--max-pixels", "307200", "" + first).exitCode()).isZero();
    assertThat(Run.of("analyze", "--max-pixels", "0", "" + first).exitCode()).isEqualTo(2);
  }

  @Test
  void anEmptyFolderIsNotToldToDoWhatWasDone() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(Run.of("analyze", "" + empty).err()).contains("--recursive looks into its folders");
    assertThat(Run.of("analyze", "--recursive", "" + empty).err())
        .contains("holds no JPEG")
        .doesNotContain("--recursive");
  }
}
