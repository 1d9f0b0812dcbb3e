package io.github.deepfer.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter err = new StringWriter();

  @Test
  void drawsOnATerminalOnlyAndLeavesNothing() {
    try (Progress progress = new Progress(new PrintWriter(err), true, false)) {
      progress.update(0.5, "7 faces");
      assertThat(err.toString()).contains(" 50 %  7 faces");
      progress.print("a\n\033[Aproblem");
    }
    assertThat(err.toString()).endsWith("\r\033[Ka  [Aproblem" + System.lineSeparator());
  }

  @Test
  void staysSilentElsewhere() {
    try (Progress progress = new Progress(new PrintWriter(err), false, false)) {
      progress.update(0.5, "7 faces");
    }
    assertThat(err.toString()).isEmpty();
  }
}
