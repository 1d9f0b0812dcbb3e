package io.github.deepfer.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A face with its emotion.
 *
 * @param box where it is, inside the picture
 * @param score the detector's confidence in [0, 1]
 * @param landmarks five landmarks, or null when the detector gives none
 * @param probabilities the probability of each emotion
 */
public record Face(
    Box box, float score, @Nullable Landmarks landmarks, EmotionProbabilities probabilities) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the score is not in [0, 1]
   */
  public Face {
    Objects.requireNonNull(box, "box");
    Objects.requireNonNull(probabilities, "probabilities");
    if (!(score >= 0f && score <= 1f)) {
      throw new IllegalArgumentException("a face score must be in [0, 1], got " + score);
    }
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
