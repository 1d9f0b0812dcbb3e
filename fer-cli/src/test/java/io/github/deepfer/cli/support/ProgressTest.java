package io.github.deepfer.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter err = new StringWriter();

  @Test
  void drawsOnATerminalOnlyAndLeavesNothing() {
    try (Progress progress = new Progress(new PrintWriter(err), true)) {
      progress.update(0.5, "7 faces");
      assertThat(err.toString()).contains(" 50 %  7 faces");
      progress.print("a problem");
    }
    assertThat(err.toString()).endsWith("\r\033[Ka problem" + System.lineSeparator());
  }

  @Test
  void staysSilentElsewhere() {
    try (Progress progress = new Progress(new PrintWriter(err), false)) {
      progress.update(0.5, "7 faces");
    }
    assertThat(err.toString()).isEmpty();
  }
}
