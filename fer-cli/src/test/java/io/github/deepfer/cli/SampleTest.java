package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fer sample}; {@link VideoTest} looks at what it writes. */
class SampleTest {
  @TempDir Path folder;

  @Test
  void theVideoIsSmallAndItsFolderIsMade() throws Exception {
    Path file = folder.resolve("new/sample.mp4");
    Run run = Run.of("sample", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("./fer video", "./fer webcam " + file);
    assertThat(Files.size(file)).isBetween(100_000L, 3_000_000L);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatExistsIsLeft() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.mp4"), "mine");
    Run run = Run.of("sample", file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("mine.mp4 exists already");
    assertThat(file).hasContent("mine");
  }

  @Test
  void aNameThatSaysSomethingElseThanMp4IsRefused() {
    Path file = folder.resolve("sample.avi");
    Run run = Run.of("sample", file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("must end in .mp4", "sample.avi");
    assertThat(file).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenIsSaid() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Run run = Run.of("sample", file.resolve("sample.mp4").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is not a directory");
  }
}
