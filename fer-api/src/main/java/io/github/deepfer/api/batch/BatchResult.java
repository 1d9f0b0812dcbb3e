package io.github.deepfer.api.batch;

import io.github.deepfer.api.Analysis;
import java.util.Objects;

/**
 * What became of a picture.
 *
 * @param <S> what the pictures come from
 */
public sealed interface BatchResult<S> {
  /**
   * What the picture came from.
   *
   * @return the very object that was handed over
   */
  S source();

  /**
   * The faces are known.
   *
   * @param <S> what the pictures come from
   * @param source what the picture came from
   * @param analysis its faces
   */
  record Analyzed<S>(S source, Analysis analysis) implements BatchResult<S> {
    /** Checks that nothing is null. */
    public Analyzed {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(analysis, "analysis");
    }
  }

  /**
   * The faces are not known.
   *
   * @param <S> what the pictures come from
   * @param source what the picture came from
   * @param failure why: a picture that cannot be read is an {@link java.io.IOException} or an
   *     {@link io.github.deepfer.api.ImageException}, anything else a bug or a lack of memory
   */
  record Failed<S>(S source, Throwable failure) implements BatchResult<S> {
    /** Checks that nothing is null. */
    public Failed {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(failure, "failure");
    }
  }
}
