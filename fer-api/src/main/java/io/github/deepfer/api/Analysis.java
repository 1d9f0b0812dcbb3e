package io.github.deepfer.api;

import java.util.List;

/**
 * What was found in one picture.
 *
 * @param width width of the upright picture in pixels
 * @param height height of the upright picture in pixels
 * @param faces the faces in reading order: rows from the top, each from left to right; empty when
 *     there is none
 * @param rejected the faces that were left out since they fall short of {@link
 *     PipelineBuilder#minQuality}, in reading order; empty unless that was set
 */
public record Analysis(int width, int height, List<Face> faces, List<RejectedFace> rejected) {
  /** Copies the lists. */
  public Analysis {
    faces = List.copyOf(faces);
    rejected = List.copyOf(rejected);
  }

  /**
   * An analysis that left out no face.
   *
   * @param width as above
   * @param height as above
   * @param faces as above
   */
  public Analysis(int width, int height, List<Face> faces) {
    this(width, height, faces, List.of());
  }
}
