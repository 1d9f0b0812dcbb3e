package io.github.deepfer.cli.video;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.FaceQuality.Flaw;
import io.github.deepfer.api.HeadPose;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Point;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Faces as bytes, to the last bit. */
final class FaceRecords {
  private FaceRecords() {}

  /** Writes what a detector found; null for a frame that it did not search. */
  static void writeDetected(DataOutputStream out, @Nullable List<DetectedFace> faces)
      throws IOException {
    out.writeInt(faces == null ? -1 : faces.size());
    if (faces != null) {
      for (DetectedFace face : faces) {
        write(out, face.box(), face.score(), face.landmarks());
      }
    }
  }

  static @Nullable List<DetectedFace> readDetected(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      return null;
    }
    List<DetectedFace> faces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      faces.add(readFound(in));
    }
    return faces;
  }

  static void write(DataOutputStream out, List<Face> faces) throws IOException {
    out.writeInt(faces.size());
    for (Face face : faces) {
      write(out, face.box(), face.score(), face.landmarks());
      write(out, face.quality());
      write(out, face.probabilities());
    }
  }

  static List<Face> read(DataInputStream in) throws IOException {
    List<Face> faces = new ArrayList<>();
    int count = in.readInt();
    for (int id = 1; id <= count; id++) {
      DetectedFace found = readFound(in);
      FaceQuality quality = readQuality(in);
      faces.add(
          new Face(
              id, found.box(), found.score(), found.landmarks(), quality, readProbabilities(in)));
    }
    return faces;
  }

  private static void write(
      DataOutputStream out, Box box, float score, @Nullable Landmarks landmarks)
      throws IOException {
    out.writeInt(box.x());
    out.writeInt(box.y());
    out.writeInt(box.width());
    out.writeInt(box.height());
    out.writeFloat(score);
    out.writeBoolean(landmarks != null);
    if (landmarks != null) {
      write(out, landmarks.leftEye());
      write(out, landmarks.rightEye());
      write(out, landmarks.nose());
      write(out, landmarks.leftMouth());
      write(out, landmarks.rightMouth());
    }
  }

  private static DetectedFace readFound(DataInputStream in) throws IOException {
    Box box = new Box(in.readInt(), in.readInt(), in.readInt(), in.readInt());
    float score = in.readFloat();
    return new DetectedFace(
        box,
        score,
        in.readBoolean()
            ? new Landmarks(
                readPoint(in), readPoint(in), readPoint(in), readPoint(in), readPoint(in))
            : null);
  }

  private static void write(DataOutputStream out, Point point) throws IOException {
    out.writeFloat(point.x());
    out.writeFloat(point.y());
  }

  private static Point readPoint(DataInputStream in) throws IOException {
    return new Point(in.readFloat(), in.readFloat());
  }

  private static void write(DataOutputStream out, @Nullable FaceQuality quality)
      throws IOException {
    out.writeBoolean(quality != null);
    if (quality == null) {
      return;
    }
    out.writeInt(quality.size());
    out.writeFloat(quality.sharpness());
    HeadPose pose = quality.pose();
    out.writeBoolean(pose != null);
    if (pose != null) {
      out.writeFloat(pose.yaw());
      out.writeFloat(pose.pitch());
      out.writeFloat(pose.roll());
    }
    out.writeFloat(quality.score());
    out.writeInt(quality.flaws().size());
    for (Flaw flaw : quality.flaws()) {
      out.writeUTF(flaw.name());
    }
  }

  private static @Nullable FaceQuality readQuality(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    int size = in.readInt();
    float sharpness = in.readFloat();
    HeadPose pose =
        in.readBoolean() ? new HeadPose(in.readFloat(), in.readFloat(), in.readFloat()) : null;
    float score = in.readFloat();
    Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    for (int left = in.readInt(); left > 0; left--) {
      flaws.add(Flaw.valueOf(in.readUTF()));
    }
    return new FaceQuality(size, sharpness, pose, score, flaws);
  }

  /** The top first, as it was of equals. */
  private static void write(DataOutputStream out, EmotionProbabilities probabilities)
      throws IOException {
    List<Map.Entry<Emotion, Float>> ranked = probabilities.ranked();
    out.writeInt(ranked.size());
    for (Map.Entry<Emotion, Float> each : ranked) {
      out.writeUTF(each.getKey().name());
      out.writeFloat(each.getValue());
    }
  }

  private static EmotionProbabilities readProbabilities(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Emotion> labels = new ArrayList<>();
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      labels.add(Emotion.valueOf(in.readUTF()));
      values[i] = in.readFloat();
    }
    return EmotionProbabilities.of(labels, values);
  }
}
