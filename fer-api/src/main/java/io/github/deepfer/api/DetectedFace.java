package io.github.deepfer.api;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A face that a detector found.
 *
 * @param box where it is, inside the picture
 * @param score the detector's confidence in [0, 1]; comparable between faces of one detector only
 * @param landmarks five landmarks, or null when the detector gives none
 */
public record DetectedFace(Box box, float score, @Nullable Landmarks landmarks) {
  /** The order of a detector's answers: highest score first; of equals the upper, then the left. */
  public static final Comparator<DetectedFace> BY_SCORE =
      Comparator.comparing(DetectedFace::score)
          .reversed()
          .thenComparing(face -> face.box().y())
          .thenComparing(face -> face.box().x())
          .thenComparing(face -> face.box().width());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the score is not in [0, 1]
   */
  public DetectedFace {
    Objects.requireNonNull(box, "box");
    if (!(score >= 0f && score <= 1f)) {
      throw new IllegalArgumentException("a face score must be in [0, 1], got " + score);
    }
  }
}
