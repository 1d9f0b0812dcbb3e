package io.github.deepfer.api;

import java.util.Objects;
import java.util.Optional;

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

  /**
   * Which of its outputs the classifier's model answers with.
   *
   * @return the head's name, for example {@code balanced}; empty for a model with one output
   */
  public Optional<String> head() {
    return classifier.head();
  }
}
