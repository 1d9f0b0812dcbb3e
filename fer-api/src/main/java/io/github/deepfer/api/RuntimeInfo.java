package io.github.deepfer.api;

/**
 * What a pipeline runs.
 *
 * @param detector the detector
 * @param classifier the classifier
 */
public record RuntimeInfo(BackendInfo detector, BackendInfo classifier) {
  /**
   * What computes the classifier.
   *
   * @return for example {@code cpu} or {@code cuda}
   */
  public String executionProvider() {
    return classifier.executionProvider();
  }
}
