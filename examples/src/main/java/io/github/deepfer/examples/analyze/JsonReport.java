package io.github.deepfer.examples.analyze;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.examples.analyze.Outcome.Analyzed;
import io.github.deepfer.examples.analyze.Outcome.Failed;
import io.github.deepfer.examples.cli.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;

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
      write(analyzed.analysis());
    } else if (outcome instanceof Failed failed) {
      json.writeStringField("error", failed.error());
    }
    json.writeEndObject();
  }

  private void write(Analysis analysis) throws IOException {
    json.writeNumberField("width", analysis.width());
    json.writeNumberField("height", analysis.height());
    json.writeArrayFieldStart("faces");
    for (Face face : analysis.faces()) {
      write(face);
    }
    json.writeEndArray();
  }

  private void write(Face face) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("box");
    json.writeNumberField("x", face.box().x());
    json.writeNumberField("y", face.box().y());
    json.writeNumberField("width", face.box().width());
    json.writeNumberField("height", face.box().height());
    json.writeEndObject();
    Json.number(json, "score", face.score());
    json.writeStringField("emotion", face.emotion().label());
    Json.number(json, "probability", face.probability());
    json.writeObjectFieldStart("probabilities");
    for (Map.Entry<Emotion, Float> entry : face.probabilities().asMap().entrySet()) {
      Json.number(json, entry.getKey().label(), entry.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  @Override
  public void finish(RuntimeInfo runtime) throws IOException {
    json.writeEndArray();
    json.writeObjectFieldStart("runtime");
    json.writeStringField("detector", runtime.detector().id());
    json.writeStringField("classifier", runtime.classifier().id());
    json.writeStringField("executionProvider", runtime.executionProvider());
    json.writeEndObject();
    json.writeEndObject();
    json.close();
    out.println();
  }
}
