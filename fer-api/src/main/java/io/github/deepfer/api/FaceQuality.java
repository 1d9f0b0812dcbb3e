package io.github.deepfer.api;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How well a face can be seen, and so how far its emotion can be trusted.
 *
 * @param size shorter side of the detector's box in pixels, at least 1
 * @param sharpness the detail that is seen in a face of 24 pixels, whatever its size and contrast,
 *     from 0: about 1 for sharp faces, 0.75 for those that a Gaussian of a 48th of the face
 *     blurred, 0.5 for one and a half 48ths, 0.25 for three
 * @param pose where the head is turned to, or null if the detector gives no landmarks
 * @param score the detector's confidence in [0, 1]; comparable between faces of one detector only,
 *     so none is a flaw
 * @param flaws why the face is not usable; empty if it is
 */
public record FaceQuality(
    int size, float sharpness, @Nullable HeadPose pose, float score, Set<Flaw> flaws) {

  /** Why a face is not usable, and where {@link Limits#DEFAULT} draws the line. */
  public enum Flaw {
    /** The box is narrower or lower than {@link Limits#minSize()}. */
    SMALL,
    /** The sharpness is below {@link Limits#minSharpness()}. */
    BLURRED,
    /**
     * The head is turned or bent further than {@link Limits#maxYaw()} or {@link Limits#maxPitch()}.
     * Never said without landmarks.
     */
    TURNED
  }

  /**
   * What a face must have to be usable.
   *
   * @param minSize least {@link FaceQuality#size()} in pixels, from 0
   * @param minSharpness least {@link FaceQuality#sharpness()}, from 0
   * @param maxYaw how far a head may be turned to either side, in degrees, from 0
   * @param maxPitch how far it may be bent up or down, in degrees, from 0
   */
  public record Limits(int minSize, float minSharpness, float maxYaw, float maxPitch) {
    /**
     * A size of 24 pixels, a sharpness of 0.5, a yaw of 45 and a pitch of 30 degrees. The
     * classifier {@code lite} is right about 65 of 100 faces of FER2013, which have 48 pixels; of
     * 32 pixels about 62, of 24 about 56, of 20 about 46, of 16 about 38; blurred down to a
     * sharpness of 0.5 about 40. Turned further, half of an eye or of the mouth is hidden, and
     * landmarks are guessed.
     */
    public static final Limits DEFAULT = new Limits(24, 0.5f, 45, 30);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is negative or not a number
     */
    public Limits {
      if (minSize < 0 || !(minSharpness >= 0 && maxYaw >= 0 && maxPitch >= 0)) {
        throw new IllegalArgumentException(
            "limits of quality must be 0 or more, got "
                + (minSize + ", " + minSharpness + ", " + maxYaw + ", " + maxPitch));
      }
    }

    private Set<Flaw> flaws(int size, float sharpness, @Nullable HeadPose pose) {
      Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
      if (size < minSize) {
        flaws.add(Flaw.SMALL);
      }
      if (sharpness < minSharpness) {
        flaws.add(Flaw.BLURRED);
      }
      if (pose != null && (Math.abs(pose.yaw()) > maxYaw || Math.abs(pose.pitch()) > maxPitch)) {
        flaws.add(Flaw.TURNED);
      }
      return flaws;
    }
  }

  /**
   * Checks the values and copies the flaws.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FaceQuality {
    if (size < 1 || !(sharpness >= 0) || !(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException(
          "a quality needs a size of 1 or more, a sharpness of 0 or more and a score in [0, 1], got "
              + (size + ", " + sharpness + ", " + score));
    }
    flaws = Set.copyOf(flaws);
  }

  /**
   * Measures a face against {@link Limits#DEFAULT}.
   *
   * @param image the picture; not changed
   * @param face a face of it
   * @param framing of the detector that found it, {@link FaceDetector#framing()}
   * @return its quality
   */
  public static FaceQuality measure(Image image, DetectedFace face, Framing framing) {
    return measure(image, face, framing, Limits.DEFAULT);
  }

  /**
   * Measures a face.
   *
   * @param image the picture; not changed
   * @param face a face of it
   * @param framing of the detector that found it, {@link FaceDetector#framing()}
   * @param limits what it must have to be usable
   * @return its quality
   */
  public static FaceQuality measure(
      Image image, DetectedFace face, Framing framing, Limits limits) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(framing, "framing");
    Objects.requireNonNull(limits, "limits");
    Landmarks landmarks = face.landmarks();
    HeadPose pose = landmarks == null ? null : HeadPose.of(landmarks);
    int size = Math.min(face.box().width(), face.box().height());
    float sharpness = Sharpness.of(image, framing.crop(face.box()));
    return new FaceQuality(
        size, sharpness, pose, face.score(), limits.flaws(size, sharpness, pose));
  }

  /**
   * Whether nothing speaks against classifying this face.
   *
   * @return whether it has no flaws
   */
  public boolean usable() {
    return flaws.isEmpty();
  }
}
