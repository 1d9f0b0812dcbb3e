package io.github.deepfer.report;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;

/**
 * How pleasant an expression is, as Noldus' FaceReader computes it: the intensity of happy less
 * that of the strongest negative emotion, of angry, sad, fear and disgust; surprise and neutral do
 * not count. Intensities are probabilities here: how sure the model is, not how strong an
 * expression is, so that the values of the two programs cannot be compared. Arousal cannot be told
 * from what the models know. Not validated against what people feel.
 */
public final class Valence {
  private Valence() {}

  /**
   * The valence of a face.
   *
   * @param probabilities what it shows; an emotion that the model does not know counts as 0
   * @return a value in [-1, 1], above 0 if it is pleasant
   */
  public static double of(EmotionProbabilities probabilities) {
    double negative =
        Math.max(
            Math.max(probabilities.get(Emotion.ANGRY), probabilities.get(Emotion.SAD)),
            Math.max(probabilities.get(Emotion.FEAR), probabilities.get(Emotion.DISGUST)));
    return probabilities.get(Emotion.HAPPY) - negative;
  }
}
