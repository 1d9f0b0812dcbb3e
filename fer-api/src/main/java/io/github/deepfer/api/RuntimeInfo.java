package io.github.deepfer.api;

import java.util.Objects;

/**
 * What a pipeline runs.
 *
 * @param detector the detector
 * @param classifier the classifier
 */
public record RuntimeInfo(BackendInfo detector, BackendInfo classifier) {
  /** Checks that nothing is null. */
  public RuntimeInfo {
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(classifier, "classifier");
  }

  /**
   * What computes the classifier.
   *
   * @return for example {@code cpu} or {@code cuda}
   */
  public String executionProvider() {
    return classifier.executionProvider();
  }
}
