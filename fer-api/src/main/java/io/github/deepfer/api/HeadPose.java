package io.github.deepfer.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a head is turned to, in degrees; a face that looks straight into the camera has three
 * zeros.
 *
 * <p>Estimated from five landmarks, so it is coarse. On exact landmarks of an average face it is
 * exact but for perspective, at most 6 degrees at arm's length; of other faces, and with landmarks
 * that are off by 3 % of the distance of the eyes, yaw and pitch are off by about 5 degrees, at
 * most 15. A person whose face is longer than average seems to look up a little. Beyond a yaw of 60
 * or a pitch of 40 detectors guess the landmarks that they do not see, and so the angles are too
 * small. So are rolls where a detector turns its landmarks less than the face: in street pictures
 * turned by 15 and 30 degrees {@code face} shows medians of 10 and 28, {@code yunet} of 3 and 6.
 *
 * @param yaw above 0 if the head is turned to the right of the picture
 * @param pitch above 0 if it looks up
 * @param roll above 0 if it is tilted clockwise, as seen in the picture
 */
public record HeadPose(float yaw, float pitch, float roll) {
  private static final int POINTS = 5;
  private static final int AXES = 3;

  /**
   * Eyes, nose and corners of the mouth of an average face in centimetres: x to the right of the
   * picture, y down, z away from the camera. From the canonical face model of MediaPipe
   * (Apache-2.0; vertices 33 and 133 with the height of the lids for an eye, 1, 61, and their
   * mirror images).
   */
  private static final double[][] FACE = {
    {-3.15, -2.62, -3.80},
    {3.15, -2.62, -3.80},
    {0, 1.13, -7.48},
    {-2.46, 4.34, -4.28},
    {2.46, 4.34, -4.28}
  };

  /** What each point has to do with each axis, in the sense of least squares. */
  private static final double[][] INVERSE = pseudoInverse(FACE);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  public HeadPose {
    if (!Float.isFinite(yaw + pitch + roll)) {
      throw new IllegalArgumentException(
          "a pose needs finite angles, got " + yaw + ", " + pitch + ", " + roll);
    }
  }

  /**
   * Estimates a pose: of the average face, turned, scaled and laid flat, which comes nearest to the
   * landmarks in the sense of least squares.
   *
   * @param landmarks the landmarks of a face
   * @return the pose, or null if the landmarks lie on a line or on one point and tell none
   */
  public static @Nullable HeadPose of(Landmarks landmarks) {
    Objects.requireNonNull(landmarks, "landmarks");
    Point[] points = {
      landmarks.leftEye(),
      landmarks.rightEye(),
      landmarks.nose(),
      landmarks.leftMouth(),
      landmarks.rightMouth()
    };
    // The means need not be taken off: each axis of the inverse sums to 0.
    double[] right = new double[AXES];
    double[] down = new double[AXES];
    for (int axis = 0; axis < AXES; axis++) {
      for (int i = 0; i < POINTS; i++) {
        right[axis] += INVERSE[axis][i] * points[i].x();
        down[axis] += INVERSE[axis][i] * points[i].y();
      }
    }
    return of(right, down);
  }

  /** From the first two rows of a turn, but for scale and noise. */
  private static @Nullable HeadPose of(double[] right, double[] down) {
    double rightLength = Math.sqrt(dot(right, right));
    double downLength = Math.sqrt(dot(down, down));
    double cosine = dot(right, down) / (rightLength * downLength);
    if (!(Math.abs(cosine) < 0.9)) {
      return null;
    }
    // The nearest two that are at right angles lie the same way from both: their sum and their
    // difference, made equally long, are the diagonals.
    double sumLength = Math.sqrt(2 + 2 * cosine);
    double differenceLength = Math.sqrt(2 - 2 * cosine);
    double[] x = new double[AXES];
    double[] y = new double[AXES];
    for (int i = 0; i < AXES; i++) {
      double sum = (right[i] / rightLength + down[i] / downLength) / sumLength;
      double difference = (right[i] / rightLength - down[i] / downLength) / differenceLength;
      x[i] = (sum + difference) / Math.sqrt(2);
      y[i] = (sum - difference) / Math.sqrt(2);
    }
    // The turn is roll, then pitch, then yaw; its third row is the cross product of the others.
    double forwardX = -x[2];
    double forwardY = -y[2];
    double forwardZ = -(x[0] * y[1] - x[1] * y[0]);
    return new HeadPose(
        (float) Math.toDegrees(Math.atan2(forwardX, -forwardZ)),
        (float) Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, -forwardY)))),
        (float) Math.toDegrees(Math.atan2(y[0], y[1])));
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  /** Of the points less their mean. */
  private static double[][] pseudoInverse(double[][] points) {
    double[][] centred = new double[POINTS][AXES];
    double[][] moments = new double[AXES][AXES];
    for (int axis = 0; axis < AXES; axis++) {
      double mean = 0;
      for (double[] point : points) {
        mean += point[axis] / POINTS;
      }
      for (int i = 0; i < POINTS; i++) {
        centred[i][axis] = points[i][axis] - mean;
      }
    }
    for (double[] point : centred) {
      for (int i = 0; i < AXES; i++) {
        for (int k = 0; k < AXES; k++) {
          moments[i][k] += point[i] * point[k];
        }
      }
    }
    // The face is symmetric, so x has nothing to do with y and z.
    double determinant = moments[1][1] * moments[2][2] - moments[1][2] * moments[2][1];
    double[][] inverse = new double[AXES][POINTS];
    for (int i = 0; i < POINTS; i++) {
      double[] point = centred[i];
      inverse[0][i] = point[0] / moments[0][0];
      inverse[1][i] = (moments[2][2] * point[1] - moments[1][2] * point[2]) / determinant;
      inverse[2][i] = (moments[1][1] * point[2] - moments[1][2] * point[1]) / determinant;
    }
    return inverse;
  }
}
