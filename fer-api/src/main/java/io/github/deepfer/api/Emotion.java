package io.github.deepfer.api;

import java.util.Locale;
import java.util.Optional;

/**
 * An expressed emotion: the seven classes of FER2013 (Goodfellow et al., 2013) and contempt, which
 * FER+ and AffectNet models add.
 */
public enum Emotion {
  /** Anger. */
  ANGRY,
  /** Disgust. */
  DISGUST,
  /** Fear. */
  FEAR,
  /** Happiness. */
  HAPPY,
  /** No emotion shown. */
  NEUTRAL,
  /** Sadness. */
  SAD,
  /** Surprise. */
  SURPRISE,
  /** Contempt; only some foreign models know it. */
  CONTEMPT;

  private final String label = name().toLowerCase(Locale.ROOT);

  /**
   * The name used in model metadata, JSON and on pictures.
   *
   * @return the lower-case ASCII name, for example {@code happy}
   */
  public String label() {
    return label;
  }

  /**
   * Finds an emotion by its {@link #label()}.
   *
   * @param label a label, in any letter case
   * @return the emotion, or empty when no emotion has this label
   */
  public static Optional<Emotion> ofLabel(String label) {
    for (Emotion emotion : values()) {
      if (emotion.label.equalsIgnoreCase(label)) {
        return Optional.of(emotion);
      }
    }
    return Optional.empty();
  }
}
