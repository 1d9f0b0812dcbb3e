package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.sample.SampleVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos are analyzed by processes that are killed, as by kill -9 or the kernel. */
@Timeout(300)
class ResumeVideoTest {
  private static final int FRAMES = 250;
  private static final int KILLS = 3;
  private static final List<String> FILES =
      List.of("faces.csv", "faces.jsonl", "bins.csv", "summary.json", "plot.svg", "curves.svg");

  @TempDir static Path folder;

  @BeforeAll
  static void writeTheVideo() {
    SampleVideo video = SampleVideo.of(320, 240);
    try (VideoWriter writer = VideoWriter.open(folder.resolve("film.mp4"), 320, 240, 25)) {
      for (int i = 0; i < FRAMES; i++) {
        // Twice as fast, so that all come and go.
        writer.write(video.frameAt(Duration.ofMillis(80L * i)), Duration.ofMillis(40L * i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--detect-every 3", "--start 2.5 --every 0.1 --threads 1"})
  void killedAtAnyMomentAllIsAsIfItHadNotBeen(String options) throws Exception {
    Path whole = folder.resolve("whole" + options.hashCode());
    Path resumed = folder.resolve("resumed" + options.hashCode());
    Run run = Run.of(arguments(options, whole));
    assertThat(run.exitCode()).as(run.err()).isZero();
    long size = Files.size(whole.resolve("faces.csv"));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] command = arguments(options + " --resume", resumed);
    Path journal = resumed.resolve("faces.csv.resume");
    for (int kill = 1; kill <= KILLS; kill++) {
      Process process = Run.childJvm(List.of(), command).start();
      // The table is written anew from the journal, so that is what shows how far it is.
      long last = (long) (size * (kill - random.nextDouble()) / KILLS);
      while (sizeOf(journal) < last && !ended(process)) {}
      process.destroyForcibly().waitFor();
    }
    if (Files.exists(journal)) {
      cut(journal, random);
    }

    Run end = Run.of(command);

    assertThat(end.exitCode()).as("%s, seed %s", end.err(), seed).isZero();
    for (String file : FILES) {
      assertThat(resumed.resolve(file))
          .as("%s, seed %s", file, seed)
          .hasSameTextualContentAs(whole.resolve(file));
    }
    assertThat(journal).as("of no use any more").doesNotExist();
  }

  /** As a lack of power may. */
  private static void cut(Path journal, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(journal);
    Files.write(journal, Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 2)));
  }

  /** What was found is gone through again, without the pictures. */
  @Test
  void whatWasDoneIsNotDoneAgain() throws Exception {
    Path to = folder.resolve("early");
    Process process = Run.childJvm(List.of(), arguments("--resume --threads 1", to)).start();
    Path journal = to.resolve("faces.csv.resume");
    while (sizeOf(journal) < 10_000 && !ended(process)) {}
    process.destroyForcibly().waitFor();
    byte[] before = Files.readAllBytes(journal);
    process = Run.childJvm(List.of(), arguments("--resume --threads 1", to)).start();
    while (sizeOf(journal) <= before.length && !ended(process)) {}
    process.destroyForcibly().waitFor();
    // But for a record that was cut.
    int same = before.length - 2_000;
    assertThat(Arrays.copyOf(Files.readAllBytes(journal), same))
        .isEqualTo(Arrays.copyOf(before, same));
    assertThat(Files.readAllLines(to.resolve("faces.csv"))).hasSizeGreaterThan(10);

    assertThat(Run.of(arguments("--resume --threads 1", to)).exitCode()).isZero();
    assertThat(journal).as("of no use any more").doesNotExist();
  }

  @Test
  void whatIsOfAnotherRunIsRefusedAndNothingIsTouched() throws Exception {
    Path to = folder.resolve("other");
    Map<Path, byte[]> before = interrupted(to);

    Run other = Run.of(arguments("--resume --end 0.4 --detect-every 2", to));

    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err()).contains("faces.csv.resume", "other options", "remove it");
    assertUntouched(before);
    Path film = folder.resolve("film.mp4");
    byte[] whole = Files.readAllBytes(film);
    FileTime time = Files.getLastModifiedTime(film);
    try {
      byte[] changed = whole.clone();
      changed[whole.length / 2] ^= 1;
      Files.write(film, changed);
      Files.setLastModifiedTime(film, time);
      Run mixed = Run.of(arguments("--resume --end 0.4", to));
      assertThat(mixed.exitCode()).isEqualTo(1);
      assertThat(mixed.err()).contains("have changed since");
      assertUntouched(before);
    } finally {
      Files.write(film, whole);
    }
    // It is touched now, and goes on all the same.
    Files.setLastModifiedTime(film, FileTime.fromMillis(time.toMillis() + 5000));
    assertThat(Run.of(arguments("--resume --end 0.4", to)).exitCode()).isZero();
  }

  @Test
  void aRunWithoutResumeLeavesTheJournalAndItsTable() throws Exception {
    Path to = folder.resolve("plain");
    Map<Path, byte[]> before = interrupted(to);
    assertUsage("faces.csv.resume is of a run that was interrupted", arguments("", to));
    assertUntouched(before);
  }

  /** As a lack of power leaves where a file was growing. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 13, 16, 64, 4000})
  void zerosAtItsEndAreCutOff(int zeros) throws Exception {
    Path to = folder.resolve("zeros" + zeros);
    interrupted(to);
    Path journal = to.resolve("faces.csv.resume");
    Files.write(journal, new byte[zeros], StandardOpenOption.APPEND);

    Run run = Run.of(arguments("--resume --end 0.4", to));

    assertThat(run.exitCode()).as(run.err()).isZero();
    Path whole = folder.resolve("without" + zeros);
    assertThat(Run.of(arguments("--end 0.4", whole)).exitCode()).isZero();
    assertThat(to.resolve("faces.csv")).hasSameTextualContentAs(whole.resolve("faces.csv"));
  }

  /** The files of a run that one of its outputs failed, so that it has kept its journal. */
  private static Map<Path, byte[]> interrupted(Path to) throws IOException {
    String[] command = arguments("--resume --end 0.4", to);
    Path blocked = Files.createDirectories(to).resolve("summary.json");
    Files.writeString(to.resolve("no-directory"), "");
    for (int i = 0; i < command.length; i++) {
      if (command[i].equals(blocked.toString())) {
        command[i] = to.resolve("no-directory/summary.json").toString();
      }
    }
    Run run = Run.of(command);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    Map<Path, byte[]> files = new HashMap<>();
    for (String file : List.of("faces.csv", "faces.jsonl", "faces.csv.resume")) {
      byte[] bytes = Files.readAllBytes(to.resolve(file));
      assertThat(bytes).as(file).hasSizeGreaterThan(1000);
      files.put(to.resolve(file), bytes);
    }
    return files;
  }

  private static void assertUntouched(Map<Path, byte[]> before) {
    before.forEach((file, bytes) -> assertThat(file).hasBinaryContent(bytes));
  }

  @Test
  void whatCannotBeResumedIsRefused() throws IOException {
    String film = folder.resolve("film.mp4").toString();
    String csv = folder.resolve("refused.csv").toString();
    assertUsage("--resume goes with --csv or --jsonl", "video", "--resume", film);
    assertUsage(
        "--resume cannot go on with an annotated video; leave out --out",
        ("video --resume --csv " + csv + " --out " + folder + "/out.mp4 " + film).split(" "));
    Path journal = folder.resolve("refused.csv.resume");
    for (String notes : List.of("h", "hi\n", "my notes", "my own notes", "my notes ".repeat(99))) {
      Files.writeString(journal, notes);
      assertUsage(
          "holds something else than such a journal", "video", "--resume", "--csv", csv, film);
      assertThat(journal).hasContent(notes);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has neither such links nor such devices")
  void aLinkIsNotFollowedAndADeviceIsNoTableToResume() throws IOException {
    String film = folder.resolve("film.mp4").toString();
    Path csv = folder.resolve("linked.csv");
    Path notes = Files.writeString(folder.resolve("notes"), "");
    Files.createSymbolicLink(folder.resolve("linked.csv.resume"), notes);
    assertUsage("is a link", "video", "--resume", "--csv", csv.toString(), film);
    assertThat(notes).isEmptyFile();
    assertUsage("--resume writes a table anew", "video", "--resume", "--csv", "/dev/null", film);
  }

  private static void assertUsage(String message, String... arguments) {
    Run run = Run.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  private static String[] arguments(String options, Path to) {
    List<String> arguments = new ArrayList<>(List.of("video"));
    arguments.addAll(Arrays.stream(options.split(" ")).filter(o -> !o.isEmpty()).toList());
    List<String> names = List.of("--csv", "--jsonl", "--bins", "--summary", "--plot", "--curves");
    for (int i = 0; i < names.size(); i++) {
      arguments.add(names.get(i));
      arguments.add(to.resolve(FILES.get(i)).toString());
    }
    arguments.add(folder.resolve("film.mp4").toString());
    return arguments.toArray(String[]::new);
  }

  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static boolean ended(Process process) throws InterruptedException {
    return process.waitFor(2, TimeUnit.MILLISECONDS);
  }
}
