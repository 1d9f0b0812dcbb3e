package io.github.deepfer.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path folder;

  @Test
  void aNewFileIsThereOnceItIsWhole() throws IOException {
    Path file = folder.resolve("below/new.txt");

    OutputFile.create(
        file,
        part -> {
          Files.writeString(part, "half");
          assertThat(file).doesNotExist();
          Files.writeString(part, "whole");
        });

    assertThat(file).hasContent("whole");
    assertOneFileIn(file.getParent());
  }

  @Test
  void aNewFileReplacesNoneThatCameMeanwhile() throws IOException {
    Path file = folder.resolve("new.txt");

    assertThatThrownBy(
            () ->
                OutputFile.create(
                    file,
                    part -> {
                      Files.writeString(part, "mine");
                      Files.writeString(file, "another's");
                    }))
        .isInstanceOfSatisfying(
            FileAlreadyExistsException.class,
            e ->
                assertThat(Text.describe(e))
                    .isEqualTo(file + " exists already; choose another name"));

    assertThat(file).hasContent("another's");
    assertOneFileIn(folder);
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    Path file = folder.resolve("new.txt");

    assertThatThrownBy(
            () ->
                OutputFile.create(
                    file,
                    part -> {
                      Files.writeString(part, "half");
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileInTheWayOfADirectoryIsNamed() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("data"), "mine");

    assertThatThrownBy(() -> OutputFile.open(inTheWay.resolve("a.txt")).close())
        .isInstanceOfSatisfying(
            IOException.class,
            e -> assertThat(Text.describe(e)).isEqualTo(inTheWay + " is not a directory"));
  }

  @Test
  void aFileIsReplacedOnceTheNewOneIsWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("old.txt"), "old");

    try (OutputFile output = OutputFile.open(file)) {
      assertThat(file).hasContent("old");
      output.write("new".getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(file).hasContent("new");
    assertOneFileIn(folder);
  }

  private static void assertOneFileIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }
}
