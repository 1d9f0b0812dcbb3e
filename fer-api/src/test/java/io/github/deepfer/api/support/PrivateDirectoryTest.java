package io.github.deepfer.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class PrivateDirectoryTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;

  @BeforeEach
  void theTemporaryDirectoryItselfIsSafe() throws IOException {
    assumeTrue(PrivateDirectory.isPrivate(folder), "temporary directory that others can write");
  }

  @Test
  void whatItCreatesIsPrivate() throws Exception {
    Path created = PrivateDirectory.create(folder.resolve("a/b"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created.getParent())))
        .isEqualTo("rwx------");
    assertThat(PrivateDirectory.isPrivate(created)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0700, true",
    "0755, true",
    "0777, false",
    "0757, false",
    "0702, false",
    "01777, false"
  })
  void modesOfTheDirectory(String mode, boolean isPrivate) throws Exception {
    Path directory = Files.createDirectory(folder.resolve("d"));
    Files.setAttribute(directory, "unix:mode", Integer.parseInt(mode, 8));
    assertThat(PrivateDirectory.isPrivate(directory)).isEqualTo(isPrivate);
  }

  @ParameterizedTest
  @CsvSource({"0755, true", "0777, false", "01777, true"})
  void modesOfTheDirectoryAbove(String mode, boolean isPrivate) throws Exception {
    Path directory = PrivateDirectory.create(folder.resolve("above/d"));
    Files.setAttribute(directory.getParent(), "unix:mode", Integer.parseInt(mode, 8));
    assertThat(PrivateDirectory.isPrivate(directory)).isEqualTo(isPrivate);
  }

  @Test
  void aLinkIsWhatItPointsTo() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setAttribute(open, "unix:mode", 0777);
    Path link = Files.createSymbolicLink(folder.resolve("link"), open);
    assertThat(PrivateDirectory.isPrivate(link)).isFalse();
  }

  @Test
  void whatIsOfAnotherUserIsNotPrivate() throws Exception {
    Path directory = PrivateDirectory.create(folder.resolve("d"));
    giveAway(directory);
    assertThat(PrivateDirectory.isPrivate(directory)).isFalse();
    Path below = PrivateDirectory.create(directory.resolve("below"));
    assertThat(PrivateDirectory.isPrivate(below)).isFalse();
  }

  @Test
  void aGroupOfAnotherNameThatCanWriteIsAStranger() throws Exception {
    Path directory = PrivateDirectory.create(folder.resolve("d"));
    Files.setAttribute(directory, "unix:mode", 0770);
    try {
      Files.setAttribute(directory, "unix:gid", NOBODY);
    } catch (IOException e) {
      assumeTrue(false, "only root can do this: " + e);
    }
    assertThat(PrivateDirectory.isPrivate(directory)).isFalse();
  }

  private static void giveAway(Path directory) {
    try {
      Files.setAttribute(directory, "unix:uid", NOBODY);
    } catch (IOException e) {
      assumeTrue(false, "only root can do this: " + e);
    }
  }

  /** Makes a temporary directory with a file in it, says so, and ends as it is asked to. */
  static final class Child {
    public static void main(String[] args) throws IOException {
      Path directory = PrivateDirectory.createTemporary("deepfer-test-");
      Files.writeString(directory.resolve("file"), "x");
      PrivateDirectory.deleteOnExit(directory);
      System.out.println(directory.getFileName());
      System.in.read();
    }
  }

  @Test
  void aTemporaryDirectoryGoesAtTheEnd() throws Exception {
    Process child = child();
    assertThat(folder.resolve(firstLine(child))).isNotEmptyDirectory();
    child.getOutputStream().close();
    assertThat(child.waitFor()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessLeftGoesNextTimeAndWhatALivingOneHasStays() throws Exception {
    Process killed = child();
    Process living = child();
    Path left = folder.resolve(firstLine(killed));
    Path used = folder.resolve(firstLine(living));
    killed.destroyForcibly().waitFor();
    assertThat(left).isNotEmptyDirectory();
    // When a process began is known to a second only.
    for (Path before : List.of(left, used)) {
      Files.setLastModifiedTime(before, FileTime.from(Instant.now().minusSeconds(10)));
    }

    Process next = child();
    Path own = folder.resolve(firstLine(next));
    assertThat(left).doesNotExist();
    assertThat(used).isNotEmptyDirectory();
    assertThat(own).isNotEmptyDirectory();
    for (Process process : List.of(living, next)) {
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    }
    assertThat(folder).isEmptyDirectory();
  }

  private Process child() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Child.class.getName());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String firstLine(Process process) throws IOException {
    return process.inputReader(StandardCharsets.UTF_8).readLine();
  }
}
