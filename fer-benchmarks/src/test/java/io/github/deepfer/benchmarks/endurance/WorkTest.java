package io.github.deepfer.benchmarks.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What runs for hours, once. */
final class WorkTest {
  @TempDir Path folder;

  @Test
  void everyWorkDoesItsTurnAndLeavesNoFile() throws Exception {
    Encoded pair = Encoded.pair();
    try (Pipeline pipeline = Pipeline.builder().threads(1).build();
        Served served = new Served(pipeline, pair)) {
      new Pictures(pipeline, pair).run(0);
      new Videos(pipeline, folder).run(0);
      new Live(pipeline).run(0);
      served.run(0);
      new Openings(pair, folder).run(0);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aSampleIsWhatItsRowSays() throws Exception {
    Sample sample = Sample.take(1.5, 7, folder);
    assertThat(sample.value(Figure.RESIDENT)).isBetween(50.0, 10_000.0);
    assertThat(sample.value(Figure.THREADS)).isBetween(5.0, 1_000.0);
    assertThat(Sample.parse(sample.row()).row()).isEqualTo(sample.row());
    assertThat(Chart.svg(List.of(sample, sample))).startsWith("<svg").contains("<polyline");
  }
}
