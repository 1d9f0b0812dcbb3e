package io.github.deepfer.report;

import io.github.deepfer.api.EmotionProbabilities;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a table of faces says: one of a face, of a picture without any, or of a failure.
 *
 * @param image the picture's name
 * @param kind what the row is of
 * @param probabilities what the face shows; null unless the row is of a classified face
 */
public record FaceRecord(String image, Kind kind, @Nullable EmotionProbabilities probabilities) {
  /** What a row is of. */
  public enum Kind {
    /** A face with its emotion. */
    FACE,
    /** A face that was not classified, for it cannot be seen well enough. */
    REJECTED,
    /** A picture without a face. */
    NOBODY,
    /** A picture that could not be analyzed. */
    FAILED
  }

  /**
   * Checks that a face has probabilities and nothing else has.
   *
   * @throws IllegalArgumentException if not
   */
  public FaceRecord {
    Objects.requireNonNull(image, "image");
    if ((kind == Kind.FACE) != (probabilities != null)) {
      throw new IllegalArgumentException("a face has probabilities, and nothing else has");
    }
  }
}
