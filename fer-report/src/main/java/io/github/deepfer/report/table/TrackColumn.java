package io.github.deepfer.report.table;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.HeadPose;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table of videos, in their order: the schema of {@link TrackTable}, and of any
 * other form of it. A later version may add columns, so read them by name.
 */
public enum TrackColumn {
  /** Number of the frame, from 0. */
  FRAME(FaceColumn.Type.INTEGER, row -> Math.toIntExact(row.frame())),
  /** Seconds since the video's start. */
  TIME(FaceColumn.Type.REAL, 3, row -> row.time().toNanos() / 1e9),
  /** Number of the face, the same over its frames. */
  TRACK(FaceColumn.Type.INTEGER, row -> Math.toIntExact(row.face().track())),
  /** Left edge of the face's box in pixels. */
  X(FaceColumn.Type.INTEGER, ofBox(Box::x)),
  /** Upper edge of the face's box in pixels. */
  Y(FaceColumn.Type.INTEGER, ofBox(Box::y)),
  /** Width of the face's box in pixels. */
  WIDTH(FaceColumn.Type.INTEGER, ofBox(Box::width)),
  /** Height of the face's box in pixels. */
  HEIGHT(FaceColumn.Type.INTEGER, ofBox(Box::height)),
  /** The detector's confidence in [0, 1]. */
  SCORE(FaceColumn.Type.REAL, 4, row -> (double) row.face().face().score()),
  /** The emotion that it is taken to show: smoothed, and held until another is clearly likelier. */
  EMOTION(FaceColumn.Type.TEXT, row -> row.face().emotion().label()),
  /** The probability of anger on this frame alone; the seven sum to 1. */
  RAW_ANGRY(FaceColumn.Type.REAL, raw(Emotion.ANGRY)),
  /** The probability of disgust on this frame alone. */
  RAW_DISGUST(FaceColumn.Type.REAL, raw(Emotion.DISGUST)),
  /** The probability of fear on this frame alone. */
  RAW_FEAR(FaceColumn.Type.REAL, raw(Emotion.FEAR)),
  /** The probability of happiness on this frame alone. */
  RAW_HAPPY(FaceColumn.Type.REAL, raw(Emotion.HAPPY)),
  /** The probability of a neutral face on this frame alone. */
  RAW_NEUTRAL(FaceColumn.Type.REAL, raw(Emotion.NEUTRAL)),
  /** The probability of sadness on this frame alone. */
  RAW_SAD(FaceColumn.Type.REAL, raw(Emotion.SAD)),
  /** The probability of surprise on this frame alone. */
  RAW_SURPRISE(FaceColumn.Type.REAL, raw(Emotion.SURPRISE)),
  /** The probability of anger, smoothed over time. */
  SMOOTHED_ANGRY(FaceColumn.Type.REAL, smoothed(Emotion.ANGRY)),
  /** The probability of disgust, smoothed over time. */
  SMOOTHED_DISGUST(FaceColumn.Type.REAL, smoothed(Emotion.DISGUST)),
  /** The probability of fear, smoothed over time. */
  SMOOTHED_FEAR(FaceColumn.Type.REAL, smoothed(Emotion.FEAR)),
  /** The probability of happiness, smoothed over time. */
  SMOOTHED_HAPPY(FaceColumn.Type.REAL, smoothed(Emotion.HAPPY)),
  /** The probability of a neutral face, smoothed over time. */
  SMOOTHED_NEUTRAL(FaceColumn.Type.REAL, smoothed(Emotion.NEUTRAL)),
  /** The probability of sadness, smoothed over time. */
  SMOOTHED_SAD(FaceColumn.Type.REAL, smoothed(Emotion.SAD)),
  /** The probability of surprise, smoothed over time. */
  SMOOTHED_SURPRISE(FaceColumn.Type.REAL, smoothed(Emotion.SURPRISE)),
  /** {@link FaceQuality#sharpness()}. */
  SHARPNESS(FaceColumn.Type.REAL, 3, ofQuality(quality -> (double) quality.sharpness())),
  /** {@link HeadPose#yaw()} in degrees; empty without landmarks. */
  YAW(FaceColumn.Type.REAL, 1, ofPose(HeadPose::yaw)),
  /** {@link HeadPose#pitch()} in degrees; empty without landmarks. */
  PITCH(FaceColumn.Type.REAL, 1, ofPose(HeadPose::pitch)),
  /** {@link HeadPose#roll()} in degrees; empty without landmarks. */
  ROLL(FaceColumn.Type.REAL, 1, ofPose(HeadPose::roll)),
  /** {@link FaceQuality#usable()}: true or false. */
  USABLE(FaceColumn.Type.TEXT, ofQuality(quality -> Boolean.toString(quality.usable()))),
  /** {@link FaceQuality#flaws()}: small, blurred, turned, with spaces between; empty if usable. */
  FLAWS(FaceColumn.Type.TEXT, ofQuality(Csv::flaws));

  private static final int DECIMALS = 6;

  private final FaceColumn.Type type;
  private final int decimals;

  /** Holds no state. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<TrackRow, @Nullable Object> value;

  TrackColumn(FaceColumn.Type type, Function<TrackRow, @Nullable Object> value) {
    this(type, DECIMALS, value);
  }

  TrackColumn(FaceColumn.Type type, int decimals, Function<TrackRow, @Nullable Object> value) {
    this.type = type;
    this.decimals = decimals;
    this.value = value;
  }

  private static Function<TrackRow, @Nullable Object> ofBox(Function<Box, Object> value) {
    return row -> value.apply(row.face().face().box());
  }

  private static Function<TrackRow, @Nullable Object> raw(Emotion emotion) {
    return row -> (double) row.face().face().probabilities().get(emotion);
  }

  private static Function<TrackRow, @Nullable Object> smoothed(Emotion emotion) {
    return row -> (double) row.face().smoothed().get(emotion);
  }

  private static Function<TrackRow, @Nullable Object> ofQuality(
      Function<FaceQuality, @Nullable Object> value) {
    return row -> {
      FaceQuality quality = row.face().face().quality();
      return quality == null ? null : value.apply(quality);
    };
  }

  private static Function<TrackRow, @Nullable Object> ofPose(Function<HeadPose, Float> angle) {
    return ofQuality(
        quality -> {
          HeadPose pose = quality.pose();
          return pose == null ? null : (double) angle.apply(pose);
        });
  }

  /**
   * The column's name.
   *
   * @return for example {@code raw_happy}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What it holds.
   *
   * @return the class of its values
   */
  public FaceColumn.Type type() {
    return type;
  }

  /**
   * Its value in a row.
   *
   * @param row the row
   * @return an object of {@link #type()}; null where it is empty
   */
  public @Nullable Object value(TrackRow row) {
    return value.apply(row);
  }

  /** Its field in a row of CSV. */
  String csv(TrackRow row) {
    return Csv.field(value(row), decimals);
  }
}
