package io.github.deepfer.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A face with its emotion.
 *
 * @param id its number in its picture, from 1: faces come in reading order, rows from the top, each
 *     from left to right
 * @param box where it is, inside the picture
 * @param score the detector's confidence in [0, 1]
 * @param landmarks five landmarks, or null when the detector gives none
 * @param quality how well it can be seen; null if nobody measured it, which a {@link Pipeline}
 *     always does
 * @param probabilities the probability of each emotion
 */
public record Face(
    int id,
    Box box,
    float score,
    @Nullable Landmarks landmarks,
    @Nullable FaceQuality quality,
    EmotionProbabilities probabilities) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the number is below 1 or the score is not in [0, 1]
   */
  public Face {
    Objects.requireNonNull(box, "box");
    Objects.requireNonNull(probabilities, "probabilities");
    if (id < 1) {
      throw new IllegalArgumentException("faces are numbered from 1, got " + id);
    }
    if (!(score >= 0f && score <= 1f)) {
      throw new IllegalArgumentException("a face score must be in [0, 1], got " + score);
    }
  }

  /**
   * A face whose quality nobody measured.
   *
   * @param id as above
   * @param box as above
   * @param score as above
   * @param landmarks as above
   * @param probabilities as above
   * @throws IllegalArgumentException if the number is below 1 or the score is not in [0, 1]
   */
  public Face(
      int id,
      Box box,
      float score,
      @Nullable Landmarks landmarks,
      EmotionProbabilities probabilities) {
    this(id, box, score, landmarks, null, probabilities);
  }

  /**
   * A face that was detected and classified. What is known of a face may grow: this is how to make
   * one that stays right.
   *
   * @param id its number in its picture, from 1
   * @param found where it is
   * @param probabilities the probability of each emotion
   * @return the face, whose quality nobody measured
   */
  public static Face of(int id, DetectedFace found, EmotionProbabilities probabilities) {
    return new Face(id, found.box(), found.score(), found.landmarks(), probabilities);
  }

  /**
   * The most probable emotion.
   *
   * @return {@code probabilities().top()}
   */
  public Emotion emotion() {
    return probabilities.top();
  }

  /**
   * The probability of {@link #emotion()}.
   *
   * @return a value in (0, 1]
   */
  public float probability() {
    return probabilities.get(emotion());
  }
}
