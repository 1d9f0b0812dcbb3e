package io.github.deepfer.report.table;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.RejectedFace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of faces: a face, one that was not classified, a picture without any, or a
 * picture that could not be analyzed.
 *
 * @param image the picture's name
 * @param analysis what was found on it; null if it could not be analyzed
 * @param face the face; null if there is none, or it was not classified
 * @param rejected the face that was not classified; null if it was, or there is none
 * @param error why it could not be analyzed; null if it could
 */
public record FaceRow(
    String image,
    @Nullable Analysis analysis,
    @Nullable Face face,
    @Nullable RejectedFace rejected,
    @Nullable String error) {
  /**
   * Checks that it is one of the four.
   *
   * @throws IllegalArgumentException if there is both an analysis and an error or none of them, a
   *     face without an analysis, or one that was classified and not
   */
  public FaceRow {
    Objects.requireNonNull(image, "image");
    boolean isOfFace = face != null || rejected != null;
    if ((analysis == null) == (error == null)
        || (isOfFace && analysis == null)
        || (face != null && rejected != null)) {
      throw new IllegalArgumentException("a row is of an analyzed picture or of an error");
    }
  }

  /**
   * The rows of a picture.
   *
   * @param image its name
   * @param analysis what was found on it
   * @return a row per face, then one per face that was not classified; one without a face if there
   *     are none
   */
  public static List<FaceRow> of(String image, Analysis analysis) {
    List<FaceRow> rows = new ArrayList<>();
    analysis.faces().forEach(each -> rows.add(new FaceRow(image, analysis, each, null, null)));
    analysis.rejected().forEach(each -> rows.add(new FaceRow(image, analysis, null, each, null)));
    return rows.isEmpty() ? List.of(new FaceRow(image, analysis, null, null, null)) : rows;
  }

  /**
   * The row of a picture that could not be analyzed.
   *
   * @param image its name
   * @param error why
   * @return the row
   */
  public static FaceRow ofError(String image, String error) {
    return new FaceRow(image, null, null, null, Objects.requireNonNull(error, "error"));
  }

  /** Where the face is, classified or not; null if there is none. */
  @Nullable DetectedFace found() {
    if (face != null) {
      return new DetectedFace(face.box(), face.score(), face.landmarks());
    }
    return rejected == null ? null : rejected.found();
  }

  /** How well it can be seen; null if there is none, or nobody measured it. */
  @Nullable FaceQuality quality() {
    if (face != null) {
      return face.quality();
    }
    return rejected == null ? null : rejected.quality();
  }
}
