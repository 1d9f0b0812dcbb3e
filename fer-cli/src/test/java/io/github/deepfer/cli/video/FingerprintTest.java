package io.github.deepfer.cli.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "70000, 0",
    "70000, 65536",
    "70000, 69999",
    "1048576, 65535",
    "1048576, 700001",
    "1048576, 1048575",
    "9000001, 0",
    "9000001, 9000000"
  })
  void aByteTellsFilesOfOneSizeApart(int size, int changed) throws IOException {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(folder.resolve("a"), bytes);
    bytes[changed] ^= 1;
    Path other = Files.write(folder.resolve("b"), bytes);
    assertThat(Fingerprint.of(file)).isNotEqualTo(Fingerprint.of(other));
  }

  @Test
  void aCopyIsTheSameAndALongerFileIsNot() throws IOException {
    Path file = Files.write(folder.resolve("a"), new byte[1000]);
    Path copy = Files.copy(file, folder.resolve("b"));
    Files.setLastModifiedTime(copy, FileTime.fromMillis(0));
    assertThat(Fingerprint.of(copy)).isEqualTo(Fingerprint.of(file));
    assertThat(Fingerprint.of(Files.write(copy, new byte[1001])))
        .isNotEqualTo(Fingerprint.of(file));
  }
}
