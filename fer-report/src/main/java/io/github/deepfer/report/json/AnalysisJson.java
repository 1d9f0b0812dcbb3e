package io.github.deepfer.report.json;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.HeadPose;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.RejectedFace;
import io.github.deepfer.api.video.TrackedFace;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
   * Writes the fields {@code width}, {@code height} and {@code faces} into the open object, and
   * {@code rejected} if there are such faces.
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
    if (!analysis.rejected().isEmpty()) {
      json.startArray("rejected");
      for (RejectedFace face : analysis.rejected()) {
        json.startObject();
        write(json, face);
        json.endObject();
      }
      json.endArray();
    }
  }

  /**
   * Writes the fields of a face into the open object: {@code id}, {@code box}, {@code score},
   * {@code emotion}, {@code probability} and {@code probabilities}; {@code landmarks} and {@code
   * quality} if they are known.
   *
   * @param json the document
   * @param face a face of a picture
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, Face face) throws IOException {
    json.field("id", face.id());
    writeFound(json, face);
    writeEmotion(json, face.emotion(), face.probabilities());
    writeSeen(json, face.landmarks(), face.quality());
  }

  /**
   * Writes the fields of a face that was not classified into the open object: {@code box}, {@code
   * score}, {@code landmarks} if they are known, and {@code quality}.
   *
   * @param json the document
   * @param face a face of a picture
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, RejectedFace face) throws IOException {
    writeFound(json, face.found().box(), face.found().score());
    writeSeen(json, face.found().landmarks(), face.quality());
  }

  /**
   * Writes the fields of a face that is followed through a video into the open object: its {@code
   * track}, and the probabilities smoothed over time; {@code landmarks} and {@code quality} if they
   * are known.
   *
   * @param json the document
   * @param face a face of one frame
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, TrackedFace face) throws IOException {
    json.field("track", face.track());
    writeFound(json, face.face());
    writeEmotion(json, face.emotion(), face.smoothed());
    writeSeen(json, face.face().landmarks(), face.face().quality());
  }

  /**
   * Writes where a face is and how sure the detector was: {@code box} and {@code score}.
   *
   * @param json the document, an object of which is open
   * @param face the face
   * @throws IOException if it cannot be written
   */
  public static void writeFound(JsonWriter json, Face face) throws IOException {
    writeFound(json, face.box(), face.score());
  }

  private static void writeFound(JsonWriter json, Box box, float score) throws IOException {
    json.startObject("box");
    json.field("x", box.x());
    json.field("y", box.y());
    json.field("width", box.width());
    json.field("height", box.height());
    json.endObject();
    json.field("score", score);
  }

  /**
   * Writes how a face can be seen: {@code landmarks} and {@code quality}, each if it is known.
   *
   * @param json the document, an object of which is open
   * @param face the face
   * @throws IOException if it cannot be written
   */
  public static void writeSeen(JsonWriter json, Face face) throws IOException {
    Objects.requireNonNull(json, "json");
    writeSeen(json, face.landmarks(), face.quality());
  }

  private static void writeSeen(
      JsonWriter json, @Nullable Landmarks landmarks, @Nullable FaceQuality quality)
      throws IOException {
    if (landmarks != null) {
      json.startObject("landmarks");
      write(json, "leftEye", landmarks.leftEye());
      write(json, "rightEye", landmarks.rightEye());
      write(json, "nose", landmarks.nose());
      write(json, "leftMouth", landmarks.leftMouth());
      write(json, "rightMouth", landmarks.rightMouth());
      json.endObject();
    }
    if (quality != null) {
      json.startObject("quality");
      write(json, quality);
      json.endObject();
    }
  }

  private static void write(JsonWriter json, String name, Point point) throws IOException {
    json.startObject(name);
    json.field("x", point.x());
    json.field("y", point.y());
    json.endObject();
  }

  /** Its score is that of the face, which stands beside it. */
  private static void write(JsonWriter json, FaceQuality quality) throws IOException {
    json.field("usable", quality.usable());
    json.startArray("flaws");
    for (FaceQuality.Flaw flaw : FaceQuality.Flaw.values()) {
      if (quality.flaws().contains(flaw)) {
        json.item(flaw.name().toLowerCase(Locale.ROOT));
      }
    }
    json.endArray();
    json.field("size", quality.size());
    json.field("sharpness", quality.sharpness());
    HeadPose pose = quality.pose();
    if (pose != null) {
      json.startObject("pose");
      json.field("yaw", pose.yaw());
      json.field("pitch", pose.pitch());
      json.field("roll", pose.roll());
      json.endObject();
    }
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
    Objects.requireNonNull(probabilities, "probabilities");
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
