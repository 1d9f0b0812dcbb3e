package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.testkit.Scenes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the user may not read; root, who may read all, runs the command without that right. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has rights that a process can give up")
class UnreadableTest {
  private static final String RIGHTS = "-dac_override,-dac_read_search";

  @TempDir Path folder;
  private Path shutFolder;
  private Path shutPicture;

  @BeforeEach
  void writePictures() throws IOException {
    shutFolder = Files.createDirectories(folder.resolve("pictures/shut"));
    shutPicture = folder.resolve("pictures/shut.png");
    for (Path file :
        List.of(folder.resolve("pictures/open.png"), shutPicture, shutFolder.resolve("in.png"))) {
      try (InputStream picture = Scenes.class.getResourceAsStream("pictures/pair.png")) {
        Files.copy(picture, file);
      }
    }
    shut("---------");
  }

  @AfterEach
  void openAgain() throws IOException {
    shut("rwxrwxrwx");
  }

  private void shut(String rights) throws IOException {
    Files.setPosixFilePermissions(shutFolder, PosixFilePermissions.fromString(rights));
    Files.setPosixFilePermissions(shutPicture, PosixFilePermissions.fromString(rights));
  }

  @Test
  void unreadableFoldersAndFilesAreRowsWithAnError() throws Exception {
    Path csv = folder.resolve("faces.csv");
    Path pictures = folder.resolve("pictures");

    Run run = run("analyze", "--recursive", "--csv", csv.toString(), pictures.toString());

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(Files.readAllLines(csv))
        .hasSize(1 + 2 + 2)
        .filteredOn(row -> row.contains("; check its permissions"))
        .satisfiesExactly(
            row -> assertThat(row).startsWith(shutFolder + ","),
            row -> assertThat(row).startsWith(shutPicture + ","));
    assertThat(run("analyze", shutFolder.toString()).err()).contains("shut may not be accessed");
    assertThat(run("video", shutPicture.toString()).err()).contains("shut.png may not be read");
  }

  private static Run run(String... arguments) throws Exception {
    ProcessBuilder child = Run.childJvm(List.of(), arguments);
    if (System.getProperty("user.name").equals("root")) {
      List<String> command =
          new ArrayList<>(List.of("setpriv", "--bounding-set=" + RIGHTS, "--inh-caps=" + RIGHTS));
      command.addAll(child.command());
      child.command(command);
    }
    return Run.of(child);
  }
}
