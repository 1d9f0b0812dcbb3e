package io.github.deepfer.cli.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.cli.evaluate.Evaluation.ClassFigures;
import io.github.deepfer.cli.evaluate.Evaluation.UnseenFigures;
import io.github.deepfer.cli.evaluate.Evaluation.VoteFigures;
import io.github.deepfer.cli.support.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** An evaluation as one JSON document. */
final class EvaluationJson {
  private EvaluationJson() {}

  static void write(Evaluation evaluation, RuntimeInfo runtime, Writer out) throws IOException {
    try (JsonGenerator json = Json.open(out)) {
      json.writeStartObject();
      json.writeNumberField("samples", evaluation.samples());
      json.writeNumberField("malformedRows", evaluation.malformedRows());
      Json.number(json, "accuracy", evaluation.accuracy());
      Json.number(json, "macroF1", evaluation.macroF1());
      Json.number(json, "ece", evaluation.ece());
      Json.number(json, "imagesPerSecond", evaluation.imagesPerSecond());
      json.writeObjectFieldStart("perClass");
      for (Map.Entry<Emotion, ClassFigures> entry : evaluation.perClass().entrySet()) {
        json.writeObjectFieldStart(entry.getKey().label());
        Json.number(json, "precision", entry.getValue().precision());
        Json.number(json, "recall", entry.getValue().recall());
        Json.number(json, "f1", entry.getValue().f1());
        json.writeNumberField("support", entry.getValue().support());
        json.writeEndObject();
      }
      json.writeEndObject();
      writeConfusion(evaluation.confusion(), json);
      if (evaluation.votes().isPresent()) {
        VoteFigures votes = evaluation.votes().get();
        json.writeObjectFieldStart("votes");
        json.writeNumberField("samples", votes.samples());
        Json.number(json, "accuracy", votes.accuracy());
        json.writeEndObject();
      }
      if (evaluation.unseen().isPresent()) {
        UnseenFigures unseen = evaluation.unseen().get();
        json.writeObjectFieldStart("withoutNearDuplicates");
        json.writeNumberField("samples", unseen.samples());
        Json.number(json, "accuracy", unseen.accuracy());
        json.writeEndObject();
      }
      json.writeObjectFieldStart("runtime");
      json.writeStringField("classifier", runtime.classifier().id());
      json.writeStringField("executionProvider", runtime.executionProvider());
      json.writeEndObject();
      json.writeEndObject();
    }
    out.write("\n");
    out.flush();
  }

  private static void writeConfusion(Map<Emotion, List<Long>> confusion, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("confusion");
    json.writeArrayFieldStart("labels");
    for (Emotion emotion : confusion.keySet()) {
      json.writeString(emotion.label());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
    for (List<Long> row : confusion.values()) {
      json.writeStartArray();
      for (long count : row) {
        json.writeNumber(count);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
