package io.github.deepfer.report.json;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.video.TrackedFace;
import java.io.IOException;
import java.util.Map;

/** The JSON of a picture's or a frame's faces. No argument may be null. */
public final class AnalysisJson {
  private AnalysisJson() {}

  /**
   * An analysis as a document of its own.
   *
   * @param analysis what was found
   * @return one line, with the fields of {@link #write}
   */
  public static String text(Analysis analysis) {
    return JsonWriter.text(json -> write(json, analysis));
  }

  /**
   * Writes the fields {@code width}, {@code height} and {@code faces} into the open object.
   *
   * @param json the document
   * @param analysis what was found
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, Analysis analysis) throws IOException {
    json.field("width", analysis.width());
    json.field("height", analysis.height());
    json.startArray("faces");
    for (Face face : analysis.faces()) {
      json.startObject();
      write(json, face);
      json.endObject();
    }
    json.endArray();
  }

  /**
   * Writes the fields of a face into the open object: {@code id}, {@code box}, {@code score},
   * {@code emotion}, {@code probability} and {@code probabilities}.
   *
   * @param json the document
   * @param face a face of a picture
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, Face face) throws IOException {
    json.field("id", face.id());
    writeFound(json, face);
    writeEmotion(json, face.emotion(), face.probabilities());
  }

  /**
   * Writes the fields of a face that is followed through a video into the open object: its {@code
   * track}, and the probabilities smoothed over time.
   *
   * @param json the document
   * @param face a face of one frame
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, TrackedFace face) throws IOException {
    json.field("track", face.id());
    writeFound(json, face.face());
    writeEmotion(json, face.emotion(), face.smoothed());
  }

  /**
   * Writes where a face is and how sure the detector was: {@code box} and {@code score}.
   *
   * @param json the document, an object of which is open
   * @param face the face
   * @throws IOException if it cannot be written
   */
  public static void writeFound(JsonWriter json, Face face) throws IOException {
    Box box = face.box();
    json.startObject("box");
    json.field("x", box.x());
    json.field("y", box.y());
    json.field("width", box.width());
    json.field("height", box.height());
    json.endObject();
    json.field("score", face.score());
  }

  /**
   * Writes probabilities by the labels of the emotions that the model knows.
   *
   * @param json the document, an object of which is open
   * @param name the field
   * @param probabilities its value
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, String name, EmotionProbabilities probabilities)
      throws IOException {
    json.startObject(name);
    for (Map.Entry<Emotion, Float> entry : probabilities.asMap().entrySet()) {
      json.field(entry.getKey().label(), entry.getValue());
    }
    json.endObject();
  }

  private static void writeEmotion(
      JsonWriter json, Emotion emotion, EmotionProbabilities probabilities) throws IOException {
    json.field("emotion", emotion.label());
    json.field("probability", probabilities.get(emotion));
    write(json, "probabilities", probabilities);
  }
}
