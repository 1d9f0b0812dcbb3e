package io.github.deepfer.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.RuntimeInfo;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** The JSON form of an analysis, the same on the command line and over HTTP. */
public final class AnalysisJson {
  private static final int DECIMALS = 6;

  private AnalysisJson() {}

  /**
   * Writes the fields {@code width}, {@code height} and {@code faces} into the open object.
   *
   * @param json the document
   * @param analysis what was found
   * @throws IOException if it cannot be written
   */
  public static void write(JsonGenerator json, Analysis analysis) throws IOException {
    json.writeNumberField("width", analysis.width());
    json.writeNumberField("height", analysis.height());
    json.writeArrayFieldStart("faces");
    for (Face face : analysis.faces()) {
      json.writeStartObject();
      face(json, face.box(), face.score(), face.emotion(), face.probabilities());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * Writes the field {@code runtime} into the open object.
   *
   * @param json the document
   * @param runtime what a pipeline runs
   * @throws IOException if it cannot be written
   */
  public static void write(JsonGenerator json, RuntimeInfo runtime) throws IOException {
    json.writeObjectFieldStart("runtime");
    json.writeStringField("detector", runtime.detector().id());
    json.writeStringField("classifier", runtime.classifier().id());
    json.writeStringField("executionProvider", runtime.executionProvider());
    json.writeEndObject();
  }

  static void face(
      JsonGenerator json, Box box, float score, Emotion emotion, EmotionProbabilities values)
      throws IOException {
    json.writeObjectFieldStart("box");
    json.writeNumberField("x", box.x());
    json.writeNumberField("y", box.y());
    json.writeNumberField("width", box.width());
    json.writeNumberField("height", box.height());
    json.writeEndObject();
    number(json, "score", score);
    json.writeStringField("emotion", emotion.label());
    number(json, "probability", values.get(emotion));
    json.writeObjectFieldStart("probabilities");
    for (Map.Entry<Emotion, Float> entry : values.asMap().entrySet()) {
      number(json, entry.getKey().label(), entry.getValue());
    }
    json.writeEndObject();
  }

  /**
   * Writes a number with at most six decimals, whatever the locale, and never with an exponent.
   *
   * @param json the document
   * @param field its name
   * @param value a finite value
   * @throws IOException if it cannot be written
   */
  public static void number(JsonGenerator json, String field, double value) throws IOException {
    json.writeFieldName(field);
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    json.writeNumber(rounded.stripTrailingZeros().toPlainString());
  }
}
