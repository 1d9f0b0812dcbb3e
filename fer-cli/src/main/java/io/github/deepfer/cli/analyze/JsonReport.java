package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.cli.analyze.Outcome.Analyzed;
import io.github.deepfer.cli.analyze.Outcome.Failed;
import io.github.deepfer.report.json.AnalysisJson;
import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.report.json.RuntimeJson;
import java.io.IOException;
import java.io.PrintWriter;

/** One JSON document. */
final class JsonReport implements Report {
  private final PrintWriter out;
  private final JsonWriter json;

  JsonReport(PrintWriter out) throws IOException {
    this.out = out;
    json = JsonWriter.pretty(out);
    json.startObject();
    json.startArray("results");
  }

  @Override
  public void add(Outcome outcome) throws IOException {
    json.startObject();
    json.field("image", outcome.image());
    if (outcome instanceof Analyzed analyzed) {
      AnalysisJson.write(json, analyzed.analysis());
    } else if (outcome instanceof Failed failed) {
      json.field("error", failed.error());
    }
    json.endObject();
  }

  @Override
  public void finish(RuntimeInfo runtime) throws IOException {
    json.endArray();
    RuntimeJson.write(json, runtime);
    json.endObject();
    json.close();
    out.println();
  }
}
