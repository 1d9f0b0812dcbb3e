package io.github.deepfer.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The text format of Prometheus, version 0.0.4, and its rules for names. */
class MetricsTest {
  private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) (fer_[a-z_]+) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_]+)(\\{([a-z]+)=\"([^\"\\\\]+)\"})? (\\d+(\\.\\d+)?)");

  private final Metrics metrics = new Metrics();
  private final Set<String> names = new HashSet<>();
  private String name = "";
  private String type = "";

  @Test
  void isWhatPrometheusReads() {
    metrics.response(200);
    metrics.response(503);
    Workers workers = new Workers(1, 1);
    String text = new String(metrics.text(workers, 0, 5, 0), StandardCharsets.US_ASCII);
    assertThat(text).endsWith("\n").doesNotContain("\r", "\n\n");
    for (String line : text.split("\n")) {
      if (line.startsWith("#")) {
        head(line);
      } else {
        sample(line);
      }
    }
    assertThat(text).contains("\nfer_body_bytes 5\n");
  }

  private void head(String line) {
    Matcher head = HEAD.matcher(line);
    assertThat(head.matches()).as(line).isTrue();
    if (head.group(1).equals("HELP")) {
      name = head.group(2);
      type = "";
      assertThat(names.add(name)).as(name + " comes once").isTrue();
    } else {
      assertThat(head.group(2)).isEqualTo(name);
      type = head.group(3);
      assertThat(type).isIn("counter", "gauge", "histogram");
      assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
    }
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    assertThat(sample.group(1))
        .isIn(
            type.equals("histogram")
                ? List.of(name + "_bucket", name + "_sum", name + "_count")
                : List.of(name));
  }

  @Test
  void countsAnAnalysisInEachBucketThatItFits() {
    metrics.analysis(7_000_000, 2);
    metrics.analysis(10_000_000, 0);
    metrics.analysis(60_000_000_000L, 1);
    String text = new String(metrics.text(new Workers(1, 1), 0, 0, 0), StandardCharsets.US_ASCII);
    assertThat(text)
        .contains(
            "fer_analysis_seconds_bucket{le=\"0.005\"} 0\n",
            "fer_analysis_seconds_bucket{le=\"0.01\"} 2\n",
            "fer_analysis_seconds_bucket{le=\"10.0\"} 2\n",
            "fer_analysis_seconds_bucket{le=\"+Inf\"} 3\n",
            "fer_analysis_seconds_sum 60.017000\n",
            "fer_analysis_seconds_count 3\n",
            "fer_faces_total 3\n");
  }
}
