package io.github.deepfer.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.testkit.Scenes;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportExamplesTest {
  @TempDir Path folder;

  @Test
  void theDocumentShowsTheCodeThatIsTested() throws Exception {
    assertThat(ShownCode.of("report.md")).hasSize(3).isEqualTo(ShownCode.tested("ReportExamples"));
  }

  @Test
  void anUploadIsAnsweredWithItsFaces() throws Exception {
    try (Pipeline pipeline = Pipeline.create();
        InputStream pair = Scenes.class.getResourceAsStream("pictures/pair.png")) {
      assertThat(ReportExamples.answer(pipeline, pair.readAllBytes()))
          .startsWith("{\"width\":640,\"height\":480,\"faces\":[{")
          .contains("\"happy\"", "\"surprise\"");
    }
  }

  @Test
  void aVideoBecomesRowsASummaryAndAChart() throws Exception {
    ReportExamples.video(ShownCode.video(folder), folder);
    assertThat(Files.readAllLines(folder.resolve("faces.csv"))).hasSizeGreaterThan(25);
    assertThat(folder.resolve("summary.json")).content().contains("\"track\" : 1");
    assertThat(folder.resolve("timeline.png")).isNotEmptyFile();
  }
}
