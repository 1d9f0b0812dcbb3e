package io.github.deepfer.api.video;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import java.util.Objects;

/**
 * A face that is known from earlier frames.
 *
 * @param track the number of its track, from 1, never used again in a stream
 * @param face its box and its probabilities on this frame alone
 * @param smoothed its probabilities smoothed over time
 * @param emotion the emotion that it is taken to show; it changes only when another one is clearly
 *     more probable
 */
public record TrackedFace(long track, Face face, EmotionProbabilities smoothed, Emotion emotion) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the number is not above 0
   */
  public TrackedFace {
    Objects.requireNonNull(face, "face");
    Objects.requireNonNull(smoothed, "smoothed");
    Objects.requireNonNull(emotion, "emotion");
    if (track < 1) {
      throw new IllegalArgumentException("tracks are numbered from 1, got " + track);
    }
  }
}
