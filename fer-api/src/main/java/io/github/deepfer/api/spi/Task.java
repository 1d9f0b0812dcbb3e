package io.github.deepfer.api.spi;

/** What a model is for. */
public enum Task {
  /** It finds faces; a {@link DetectorBackend} runs it. */
  DETECT,
  /** It tells emotions; a {@link ClassifierBackend} runs it. */
  CLASSIFY
}
