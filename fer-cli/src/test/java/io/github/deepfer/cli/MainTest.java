package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MainTest {
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "has a device that is always full")
  void outputThatCannotBeWrittenIsNoSuccess() throws Exception {
    Process process =
        Run.childJvm(List.of(), "--version").redirectOutput(new File("/dev/full")).start();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said).contains("not all of the output could be written");
  }

  @Test
  void tooManyThreadsAreWrongUsage() throws Exception {
    Run run = Run.of("analyze", "--threads", "100000", "any.png");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--threads: threads must be 0 to 1024, got 100000");
  }
}
