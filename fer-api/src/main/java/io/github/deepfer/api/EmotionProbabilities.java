package io.github.deepfer.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The probability of each emotion that a classifier knows. They are finite, in [0, 1], and sum to 1
 * within 1e-4. Immutable.
 */
public final class EmotionProbabilities {
  private static final float SUM_TOLERANCE = 1e-4f;
  private static final float UNKNOWN = -1f;

  private final float[] byOrdinal;
  private final Emotion top;

  private EmotionProbabilities(float[] byOrdinal, Emotion top) {
    this.byOrdinal = byOrdinal;
    this.top = top;
  }

  /**
   * Creates the probabilities from values in label order.
   *
   * @param labels the emotions, each once, at least one
   * @param values the probability of each label, in the same order; copied
   * @return the probabilities
   * @throws IllegalArgumentException if the sizes differ, a label comes twice, a value is not in
   *     [0, 1], or the sum is not 1
   */
  public static EmotionProbabilities of(List<Emotion> labels, float... values) {
    if (labels.isEmpty() || labels.size() != values.length) {
      throw new IllegalArgumentException(
          "expected one value per label, got " + values.length + " values for labels " + labels);
    }
    float[] byOrdinal = new float[Emotion.values().length];
    Arrays.fill(byOrdinal, UNKNOWN);
    Emotion top = labels.get(0);
    float best = UNKNOWN;
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      Emotion label = labels.get(i);
      float value = values[i];
      if (!(value >= 0f && value <= 1f)) {
        throw new IllegalArgumentException(
            "probability of " + label.label() + " must be in [0, 1], got " + value);
      }
      if (byOrdinal[label.ordinal()] != UNKNOWN) {
        throw new IllegalArgumentException("label " + label.label() + " comes twice in " + labels);
      }
      byOrdinal[label.ordinal()] = value;
      sum += value;
      if (value > best) {
        best = value;
        top = label;
      }
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException("probabilities must sum to 1, got " + sum);
    }
    return new EmotionProbabilities(byOrdinal, top);
  }

  /**
   * The most probable emotion; of equals, the one that comes first in the model's label order.
   *
   * @return the most probable emotion
   */
  public Emotion top() {
    return top;
  }

  /**
   * The probability of one emotion.
   *
   * @param emotion the emotion
   * @return its probability in [0, 1]; 0 for an emotion that the model does not know
   */
  public float get(Emotion emotion) {
    return Math.max(0f, byOrdinal[emotion.ordinal()]);
  }

  /**
   * The probabilities as a map.
   *
   * @return an unmodifiable map in {@link Emotion} order that holds just the emotions which the
   *     model knows
   */
  public Map<Emotion, Float> asMap() {
    Map<Emotion, Float> map = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      if (byOrdinal[emotion.ordinal()] != UNKNOWN) {
        map.put(emotion, byOrdinal[emotion.ordinal()]);
      }
    }
    return Collections.unmodifiableMap(map);
  }

  /**
   * The probabilities, most probable first.
   *
   * @return an unmodifiable list that begins with {@link #top()} and holds just the emotions which
   *     the model knows; equals come in {@link Emotion} order
   */
  public List<Map.Entry<Emotion, Float>> ranked() {
    Comparator<Map.Entry<Emotion, Float>> falling = Map.Entry.comparingByValue();
    return asMap().entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
        .sorted(
            falling
                .reversed()
                .thenComparing(entry -> entry.getKey() != top)
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  /**
   * The probabilities by label: a bean property, for JSON libraries and templates, which read
   * those.
   *
   * @return an unmodifiable map from {@link Emotion#label()}, in {@link Emotion} order
   */
  public Map<String, Float> getByLabel() {
    Map<String, Float> map = new LinkedHashMap<>();
    asMap().forEach((emotion, value) -> map.put(emotion.label(), value));
    return Collections.unmodifiableMap(map);
  }

  /**
   * The label of {@link #top()}: a bean property, for JSON libraries and templates.
   *
   * @return for example {@code happy}
   */
  public String getTop() {
    return top.label();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmotionProbabilities that && Arrays.equals(byOrdinal, that.byOrdinal);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(byOrdinal);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    asMap()
        .forEach(
            (emotion, value) ->
                text.append(text.length() > 1 ? ", " : "")
                    .append(emotion.label())
                    .append('=')
                    .append(String.format(Locale.ROOT, "%.3f", value)));
    return text.append('}').toString();
  }
}
