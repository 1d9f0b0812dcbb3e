package io.github.deepfer.api;

/** What a provider provides. */
public enum ProviderKind {
  /** Finds faces: a model, or code that needs none. */
  DETECTOR("detector"),
  /** Tells emotions: a model. */
  CLASSIFIER("classifier"),
  /** A model of which nobody knows what it is for, since its provider is broken. */
  MODEL("model"),
  /** Runs detecting models of one file format. */
  DETECTOR_BACKEND("detector-backend"),
  /** Runs emotion models of one file format. */
  CLASSIFIER_BACKEND("classifier-backend"),
  /** Decodes picture files. */
  IMAGE_DECODER("image-decoder");

  private final String label;

  ProviderKind(String label) {
    this.label = label;
  }

  /**
   * What it is called in messages, in JSON and by {@code ./fer doctor}.
   *
   * @return for example {@code classifier-backend}
   */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
