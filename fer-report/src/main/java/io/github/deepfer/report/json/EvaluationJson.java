package io.github.deepfer.report.json;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.Evaluation;
import io.github.deepfer.report.Evaluation.ClassFigures;
import io.github.deepfer.report.Evaluation.Subset;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON of an evaluation. No argument may be null. */
public final class EvaluationJson {
  private EvaluationJson() {}

  /**
   * Writes all figures as fields of the open object; what is undefined or was not asked for is
   * null. In {@code confusion} each of the {@code rows} is an actual class, each of its numbers a
   * predicted one, in the order of {@code labels}.
   *
   * @param json the document
   * @param evaluation the figures
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, Evaluation evaluation) throws IOException {
    json.field("samples", evaluation.samples());
    json.field("malformedRows", evaluation.malformedRows());
    json.field("accuracy", evaluation.accuracy());
    json.field("macroF1", evaluation.macroF1());
    json.field("ece", evaluation.ece());
    json.field("imagesPerSecond", evaluation.imagesPerSecond());
    json.startObject("perClass");
    for (Map.Entry<Emotion, ClassFigures> entry : evaluation.perClass().entrySet()) {
      json.startObject(entry.getKey().label());
      json.field("precision", entry.getValue().precision());
      json.field("recall", entry.getValue().recall());
      json.field("f1", entry.getValue().f1());
      json.field("support", entry.getValue().support());
      json.endObject();
    }
    json.endObject();
    write(json, evaluation.confusion());
    write(json, "votes", evaluation.votes());
    write(json, "withoutNearDuplicates", evaluation.unseen());
  }

  private static void write(JsonWriter json, Map<Emotion, List<Long>> confusion)
      throws IOException {
    json.startObject("confusion");
    json.startArray("labels");
    for (Emotion emotion : confusion.keySet()) {
      json.item(emotion.label());
    }
    json.endArray();
    json.startArray("rows");
    for (List<Long> row : confusion.values()) {
      json.startArray();
      for (long count : row) {
        json.item(count);
      }
      json.endArray();
    }
    json.endArray();
    json.endObject();
  }

  private static void write(JsonWriter json, String name, Optional<Subset> subset)
      throws IOException {
    if (subset.isEmpty()) {
      json.nullField(name);
      return;
    }
    json.startObject(name);
    json.field("samples", subset.get().samples());
    json.field("accuracy", subset.get().accuracy());
    json.endObject();
  }
}
