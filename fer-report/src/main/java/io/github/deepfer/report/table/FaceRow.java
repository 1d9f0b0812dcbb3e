package io.github.deepfer.report.table;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Face;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of faces: a face, a picture without one, or a picture that could not be
 * analyzed.
 *
 * @param image the picture's name
 * @param analysis what was found on it; null if it could not be analyzed
 * @param face the face; null if there is none
 * @param error why it could not be analyzed; null if it could
 */
public record FaceRow(
    String image, @Nullable Analysis analysis, @Nullable Face face, @Nullable String error) {
  /**
   * Checks that it is one of the three.
   *
   * @throws IllegalArgumentException if there is both an analysis and an error or none of them, or
   *     a face without an analysis
   */
  public FaceRow {
    Objects.requireNonNull(image, "image");
    if ((analysis == null) == (error == null) || (face != null && analysis == null)) {
      throw new IllegalArgumentException("a row is of an analyzed picture or of an error");
    }
  }

  /**
   * The rows of a picture.
   *
   * @param image its name
   * @param analysis what was found on it
   * @return a row per face, or one without a face
   */
  public static List<FaceRow> of(String image, Analysis analysis) {
    return analysis.faces().isEmpty()
        ? List.of(new FaceRow(image, analysis, null, null))
        : analysis.faces().stream().map(face -> new FaceRow(image, analysis, face, null)).toList();
  }

  /**
   * The row of a picture that could not be analyzed.
   *
   * @param image its name
   * @param error why
   * @return the row
   */
  public static FaceRow ofError(String image, String error) {
    return new FaceRow(image, null, null, Objects.requireNonNull(error, "error"));
  }
}
