package io.github.deepfer.api;

/**
 * What a pipeline shall run on one side.
 *
 * @param <T> a detector or a classifier
 */
sealed interface Choice<T> {
  /** What the system property names, else the best that is available. */
  record Best<T>() implements Choice<T> {}

  /** What was discovered under an id. */
  record ById<T>(String id) implements Choice<T> {}

  /** A model file. */
  record OfModel<T>(Model model) implements Choice<T> {}

  /** One that is open, and that its opener closes. */
  record Opened<T>(T open) implements Choice<T> {}
}
