package io.github.deepfer.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SaturationTest {
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void happensWhereLinuxListsNoInstructionThatAddsIn32Bits() throws Exception {
    List<String> flags =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("flags"))
            .findFirst()
            .map(line -> List.of(line.split("\\s+")))
            .orElseThrow();
    boolean adds = flags.contains("avx512_vnni") || flags.contains("avx_vnni");

    assertThat(Saturation.happens(NativeLibrary.environment()))
        .isEqualTo(flags.contains("avx2") && !adds);
  }
}
