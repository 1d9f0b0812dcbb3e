package io.github.deepfer.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.testkit.Scenes;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchExamplesTest {
  @TempDir Path folder;

  @Test
  void theDocumentShowsTheCodeThatIsTested() throws Exception {
    assertThat(ShownCode.of("batch.md")).hasSize(1).isEqualTo(ShownCode.tested("BatchExamples"));
  }

  @Test
  void aFolderBecomesATable() throws Exception {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    try (InputStream pair = Scenes.class.getResourceAsStream("pictures/pair.png")) {
      Files.copy(pair, pictures.resolve("pair.png"));
    }
    Files.writeString(pictures.resolve("text.png"), "no picture");
    Path csv = folder.resolve("faces.csv");
    BatchExamples.table(pictures, csv);
    assertThat(Files.readAllLines(csv)).hasSize(4).anyMatch(line -> line.contains("text.png"));
  }
}
