/**
 * What makes results usable: JSON, JSON Lines, CSV, summaries, charts, figures of an evaluation.
 */
module io.github.deepfer.report {
  requires transitive io.github.deepfer.api;
  requires com.fasterxml.jackson.core;
  // For the charts only; the rest runs without it.
  requires static java.desktop;
  requires static org.jspecify;

  exports io.github.deepfer.report;
  exports io.github.deepfer.report.chart;
  exports io.github.deepfer.report.json;
  exports io.github.deepfer.report.table;
}
