package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummarizeTest {
  private static final String HEADER =
      "image,x,emotion,angry,disgust,fear,happy,neutral,sad,surprise,error\n";

  @TempDir Path folder;
  private Path first;
  private Path second;

  @BeforeEach
  void writeTables() throws IOException {
    first =
        Files.writeString(
            folder.resolve("first.csv"),
            HEADER
                + "a/1.png,1,happy,0,0,0,1,0,0,0,\n"
                + "a/2.png,1,happy,0,0,0,0.5,0.5,0,0,\n"
                + "b/3.png,1,sad,0,0,0,0,0,1,0,\n"
                + "b/4.png,,,,,,,,,,\n"
                + "b/5.png,,,,,,,,,,b/5.png is empty\n");
    second =
        Files.writeString(
            folder.resolve("second.csv"),
            HEADER + "1.png,1,sad,0,0,0,0,0,1,0,\n2.png,1,sad,0,0,0,0,0,1,0,\n");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @Test
  void everyPictureIsAccountedForByFolder() {
    Run run = Run.of("summarize", "" + first);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .contains(
            first
                + ": 5 pictures, 3 faces; left out: 1 without a face, 1 failed, 0 faces seen too"
                + " badly",
            "a: 2 pictures, 2 faces; left out: 0 without a face, 0 failed, 0 faces seen too badly",
            "  happy     mean 0.750, deviation 0.354, shown by 2 (100 %)",
            "  valence   mean 0.750, deviation 0.354");
  }

  @Test
  void whatRoundsToNothingHasNoSign() throws IOException {
    String row = "1.png,1,sad,0,0,0,0.4999,0.0001,0.5,0,\n";
    Path table = Files.writeString(folder.resolve("even.csv"), HEADER + row);
    assertThat(Run.of("summarize", "" + table).out())
        .contains("  valence   mean 0.000, deviation -")
        .doesNotContain("-0.000");
  }

  @Test
  void twoTablesAreComparedForPrograms() {
    Map<String, Object> json = Run.of("summarize", "--json", "" + first, "" + second).json();
    assertThat(json).containsEntry("schema", 1.0);
    List<?> tables = (List<?>) json.get("tables");
    assertThat(map(tables.get(0)))
        .containsEntry("pictures", 5.0)
        .containsEntry("faces", 3.0)
        .containsEntry("failed", 1.0);
    assertThat((List<?>) map(tables.get(0)).get("folders")).hasSize(2);
    assertThat(map(map(json.get("comparison")).get("happy"))).containsEntry("difference", -0.5);
  }

  @Test
  void theChartIsWhatItsNameSays() throws IOException {
    Path png = folder.resolve("charts/a.png");
    Path svg = folder.resolve("charts/a.SVG");
    assertThat(Run.of("summarize", "--plot", "" + png, "" + first, "" + second).exitCode())
        .isZero();
    assertThat(Run.of("summarize", "--plot", "" + svg, "" + first).exitCode()).isZero();
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(1000);
    assertThat(svg).content().startsWith("<svg ");
    assertThat(Run.of("summarize", "--plot", "a.gif", "" + first).exitCode()).isEqualTo(2);
  }

  @Test
  void whatIsNoTableIsNamed() throws IOException {
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    Run run = Run.of("summarize", "" + other, "" + folder.resolve("missing.csv"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("other.csv", "no table of faces");
  }
}
