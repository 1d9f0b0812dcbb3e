package io.github.deepfer.report;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import java.util.List;

/**
 * What any number of faces show, or one face over time: mean and spread of each emotion's
 * probability and of the {@link Valence}, and how often each emotion was the most probable one.
 * Takes the same memory however many faces. Not thread-safe. No argument may be null.
 */
public final class EmotionStatistics {
  /** The emotions that are counted, in the order of tables. */
  public static final List<Emotion> EMOTIONS =
      List.of(
          Emotion.ANGRY,
          Emotion.DISGUST,
          Emotion.FEAR,
          Emotion.HAPPY,
          Emotion.NEUTRAL,
          Emotion.SAD,
          Emotion.SURPRISE);

  private final Moments[] probabilities = new Moments[EMOTIONS.size()];
  private final long[] shown = new long[Emotion.values().length];
  private final Moments valence = new Moments();

  /** Starts without a face. */
  public EmotionStatistics() {
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = new Moments();
    }
  }

  /**
   * Adds a face, or a frame of one.
   *
   * @param face its probabilities
   */
  public void add(EmotionProbabilities face) {
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i].add(face.get(EMOTIONS.get(i)));
    }
    shown[face.top().ordinal()]++;
    valence.add(Valence.of(face));
  }

  /**
   * How many faces were added.
   *
   * @return 0 or more
   */
  public long count() {
    return valence.count;
  }

  /**
   * The probability of an emotion.
   *
   * @param emotion one of {@link #EMOTIONS}
   * @return its mean and spread over the faces
   * @throws IllegalArgumentException if the emotion is another
   */
  public Spread probability(Emotion emotion) {
    int index = EMOTIONS.indexOf(emotion);
    if (index < 0) {
      throw new IllegalArgumentException(emotion + " is not counted, but " + EMOTIONS + " are");
    }
    return probabilities[index].spread();
  }

  /**
   * The valence.
   *
   * @return its mean and spread over the faces
   */
  public Spread valence() {
    return valence.spread();
  }

  /**
   * How often an emotion was the most probable one.
   *
   * @param emotion any
   * @return a number of faces
   */
  public long shown(Emotion emotion) {
    return shown[emotion.ordinal()];
  }

  /**
   * The share of faces of which an emotion was the most probable one.
   *
   * @param emotion any
   * @return a value in [0, 1]; NaN without a face
   */
  public double share(Emotion emotion) {
    return count() == 0 ? Double.NaN : (double) shown(emotion) / count();
  }

  /** Welford's way, which loses no digits to large sums. */
  private static final class Moments {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
      count++;
      double before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
    }

    Spread spread() {
      return new Spread(
          count,
          count == 0 ? Double.NaN : mean,
          count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1)));
    }
  }
}
