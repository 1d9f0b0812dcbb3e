package io.github.deepfer.cli.analyze;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.cli.analyze.Outcome.Analyzed;
import io.github.deepfer.cli.analyze.Outcome.Failed;
import io.github.deepfer.cli.support.Json;
import io.github.deepfer.web.AnalysisJson;
import java.io.IOException;
import java.io.PrintWriter;

/** One JSON document. */
final class JsonReport implements Report {
  private final PrintWriter out;
  private final JsonGenerator json;

  JsonReport(PrintWriter out) throws IOException {
    this.out = out;
    json = Json.open(out);
    json.writeStartObject();
    json.writeArrayFieldStart("results");
  }

  @Override
  public void add(Outcome outcome) throws IOException {
    json.writeStartObject();
    json.writeStringField("image", outcome.image());
    if (outcome instanceof Analyzed analyzed) {
      AnalysisJson.write(json, analyzed.analysis());
    } else if (outcome instanceof Failed failed) {
      json.writeStringField("error", failed.error());
    }
    json.writeEndObject();
  }

  @Override
  public void finish(RuntimeInfo runtime) throws IOException {
    json.writeEndArray();
    AnalysisJson.write(json, runtime);
    json.writeEndObject();
    json.close();
    out.println();
  }
}
