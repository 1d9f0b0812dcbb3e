package io.github.deepfer.cli.summarize;

import io.github.deepfer.report.FaceSummary;
import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.report.json.StatisticsJson;
import io.github.deepfer.report.table.FaceColumn;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** Summaries as one JSON document. */
final class SummaryJson {
  private SummaryJson() {}

  static void write(Writer out, List<TableSummary> summaries) throws IOException {
    JsonWriter.write(
        out,
        json -> {
          json.field("schema", FaceColumn.SCHEMA_VERSION);
          json.startArray("tables");
          for (TableSummary summary : summaries) {
            write(json, summary);
          }
          json.endArray();
          if (summaries.size() == 2) {
            json.startObject("comparison");
            StatisticsJson.writeComparison(
                json, summaries.get(0).all().faces(), summaries.get(1).all().faces());
            json.endObject();
          }
        });
  }

  private static void write(JsonWriter json, TableSummary summary) throws IOException {
    json.startObject();
    json.field("table", summary.table().toString());
    StatisticsJson.write(json, summary.all());
    json.startArray("folders");
    for (Map.Entry<String, FaceSummary> folder : summary.folders().entrySet()) {
      json.startObject();
      json.field("folder", folder.getKey());
      StatisticsJson.write(json, folder.getValue());
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }
}
