package io.github.deepfer.report.table;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.HeadPose;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table of faces, in their order: the schema of {@link FaceTable}, and of any
 * other form of it. A later version may add columns, so read them by name; {@link #SCHEMA_VERSION}
 * counts up with each change.
 */
public enum FaceColumn {
  /** The picture's name. */
  IMAGE(Type.TEXT, FaceRow::image),
  /** Width of the upright picture in pixels; empty if it could not be analyzed. */
  IMAGE_WIDTH(Type.INTEGER, ofPicture(Analysis::width)),
  /** Height of the upright picture in pixels; empty if it could not be analyzed. */
  IMAGE_HEIGHT(Type.INTEGER, ofPicture(Analysis::height)),
  /**
   * Number of the face in its picture, from 1 in reading order; empty where there is none, and of a
   * face that was rejected for its quality. Such a face has no emotion either.
   */
  ID(Type.INTEGER, ofFace(Face::id)),
  /** Left edge of the face's box in pixels. */
  X(Type.INTEGER, ofFound(face -> face.box().x())),
  /** Upper edge of the face's box in pixels. */
  Y(Type.INTEGER, ofFound(face -> face.box().y())),
  /** Width of the face's box in pixels. */
  WIDTH(Type.INTEGER, ofFound(face -> face.box().width())),
  /** Height of the face's box in pixels. */
  HEIGHT(Type.INTEGER, ofFound(face -> face.box().height())),
  /** The detector's confidence in [0, 1]. */
  SCORE(Type.REAL, 4, ofFound(face -> (double) face.score())),
  /** The most probable emotion. */
  EMOTION(Type.TEXT, ofFace(face -> face.emotion().label())),
  /** The probability of that emotion. */
  PROBABILITY(Type.REAL, ofFace(face -> (double) face.probability())),
  /** The probability of anger in [0, 1]; the seven sum to 1. */
  ANGRY(Type.REAL, probability(Emotion.ANGRY)),
  /** The probability of disgust. */
  DISGUST(Type.REAL, probability(Emotion.DISGUST)),
  /** The probability of fear. */
  FEAR(Type.REAL, probability(Emotion.FEAR)),
  /** The probability of happiness. */
  HAPPY(Type.REAL, probability(Emotion.HAPPY)),
  /** The probability of a neutral face. */
  NEUTRAL(Type.REAL, probability(Emotion.NEUTRAL)),
  /** The probability of sadness. */
  SAD(Type.REAL, probability(Emotion.SAD)),
  /** The probability of surprise. */
  SURPRISE(Type.REAL, probability(Emotion.SURPRISE)),
  /** {@link FaceQuality#sharpness()}. */
  SHARPNESS(Type.REAL, 3, ofQuality(quality -> (double) quality.sharpness())),
  /** {@link HeadPose#yaw()} in degrees; empty without landmarks. */
  YAW(Type.REAL, 1, ofPose(HeadPose::yaw)),
  /** {@link HeadPose#pitch()} in degrees; empty without landmarks. */
  PITCH(Type.REAL, 1, ofPose(HeadPose::pitch)),
  /** {@link HeadPose#roll()} in degrees; empty without landmarks. */
  ROLL(Type.REAL, 1, ofPose(HeadPose::roll)),
  /** {@link FaceQuality#usable()}: true or false. */
  USABLE(Type.TEXT, ofQuality(quality -> Boolean.toString(quality.usable()))),
  /** {@link FaceQuality#flaws()}: small, blurred, turned, with spaces between; empty if usable. */
  FLAWS(Type.TEXT, ofQuality(Csv::flaws)),
  /** Why the picture could not be analyzed; empty otherwise. */
  ERROR(Type.TEXT, FaceRow::error);

  /** The version of this schema. */
  public static final int SCHEMA_VERSION = 1;

  /** What a column holds where it is not empty. */
  public enum Type {
    /** A {@link String}. */
    TEXT,
    /** An {@link Integer}. */
    INTEGER,
    /** A {@link Double}. */
    REAL
  }

  private static final int DECIMALS = 6;

  private final Type type;
  private final int decimals;

  /** Holds no state. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<FaceRow, @Nullable Object> value;

  FaceColumn(Type type, Function<FaceRow, @Nullable Object> value) {
    this(type, DECIMALS, value);
  }

  FaceColumn(Type type, int decimals, Function<FaceRow, @Nullable Object> value) {
    this.type = type;
    this.decimals = decimals;
    this.value = value;
  }

  private static Function<FaceRow, @Nullable Object> ofPicture(Function<Analysis, Object> value) {
    return row -> row.analysis() == null ? null : value.apply(row.analysis());
  }

  private static Function<FaceRow, @Nullable Object> ofFace(Function<Face, Object> value) {
    return row -> row.face() == null ? null : value.apply(row.face());
  }

  private static Function<FaceRow, @Nullable Object> ofFound(Function<DetectedFace, Object> value) {
    return row -> {
      DetectedFace found = row.found();
      return found == null ? null : value.apply(found);
    };
  }

  private static Function<FaceRow, @Nullable Object> ofQuality(
      Function<FaceQuality, @Nullable Object> value) {
    return row -> {
      FaceQuality quality = row.quality();
      return quality == null ? null : value.apply(quality);
    };
  }

  private static Function<FaceRow, @Nullable Object> ofPose(Function<HeadPose, Float> angle) {
    return ofQuality(
        quality -> {
          HeadPose pose = quality.pose();
          return pose == null ? null : (double) angle.apply(pose);
        });
  }

  private static Function<FaceRow, @Nullable Object> probability(Emotion emotion) {
    return ofFace(face -> (double) face.probabilities().get(emotion));
  }

  /**
   * The column's name.
   *
   * @return for example {@code image_width}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What it holds.
   *
   * @return the class of its values
   */
  public Type type() {
    return type;
  }

  /**
   * Its value in a row.
   *
   * @param row the row
   * @return an object of {@link #type()}; null where it is empty
   */
  public @Nullable Object value(FaceRow row) {
    return value.apply(row);
  }

  /** Its field in a row of CSV. */
  String csv(FaceRow row) {
    return Csv.field(value(row), decimals);
  }
}
