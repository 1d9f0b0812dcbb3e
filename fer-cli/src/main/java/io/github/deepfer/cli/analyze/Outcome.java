package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.Analysis;

/** What became of one input. */
sealed interface Outcome {
  /** The input as the user named it. */
  String image();

  record Analyzed(String image, Analysis analysis) implements Outcome {}

  record Failed(String image, String error) implements Outcome {}
}
