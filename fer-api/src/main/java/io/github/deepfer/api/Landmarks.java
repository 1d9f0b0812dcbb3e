package io.github.deepfer.api;

import java.util.Objects;

/**
 * The five facial landmarks that common detectors give. Left and right are as seen in the picture,
 * not the person's own.
 *
 * @param leftEye centre of the eye on the left of the picture
 * @param rightEye centre of the eye on the right of the picture
 * @param nose tip of the nose
 * @param leftMouth mouth corner on the left of the picture
 * @param rightMouth mouth corner on the right of the picture
 */
public record Landmarks(
    Point leftEye, Point rightEye, Point nose, Point leftMouth, Point rightMouth) {
  /** Checks that none is null. */
  public Landmarks {
    Objects.requireNonNull(leftEye, "leftEye");
    Objects.requireNonNull(rightEye, "rightEye");
    Objects.requireNonNull(nose, "nose");
    Objects.requireNonNull(leftMouth, "leftMouth");
    Objects.requireNonNull(rightMouth, "rightMouth");
  }
}
