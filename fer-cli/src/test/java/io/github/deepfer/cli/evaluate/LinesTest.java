package io.github.deepfer.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void blankLinesAreCountedAndPassedOver() throws IOException {
    try (Lines lines = lines("one\r\n\n \nfour")) {
      assertThat(lines.next()).isTrue();
      assertThat(lines.text().strip()).isEqualTo("one");
      assertThat(lines.next()).isTrue();
      assertThat(lines.text()).isEqualTo("four");
      assertThat(lines.number()).isEqualTo(4);
      assertThat(lines.next()).isFalse();
    }
  }

  @Test
  void anEndlessLineIsCutAndTheNextIsWhole() throws IOException {
    try (Lines lines = lines("x".repeat(1 << 20) + "\nnext\n")) {
      assertThat(lines.next()).isTrue();
      assertThat(lines.text()).hasSize(1 << 16);
      assertThat(lines.next()).isTrue();
      assertThat(lines.text()).isEqualTo("next");
      assertThat(lines.number()).isEqualTo(2);
    }
  }

  private static Lines lines(String text) {
    return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
