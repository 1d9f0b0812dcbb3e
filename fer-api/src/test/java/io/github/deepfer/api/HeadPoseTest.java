package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Heads that are turned and photographed here, so that it is known where they look. */
class HeadPoseTest {
  /** Eyes, nose, mouth of MediaPipe's canonical face in centimetres; y up and z to the viewer. */
  private static final double[][] AVERAGE = {
    {-3.15, 2.62, 3.80},
    {3.15, 2.62, 3.80},
    {0, -1.13, 7.48},
    {-2.46, -4.34, 4.28},
    {2.46, -4.34, 4.28}
  };

  /** Another one: five points of a common tutorial's face, 45 units to the centimetre. */
  private static final double[][] OTHER = {
    {-165, 170, -115}, {165, 170, -115}, {0, 0, 0}, {-125, -150, -125}, {125, -150, -125}
  };

  private static final double FAR = 1e6;

  @Test
  void everyTurnOfAnAverageFaceIsFoundAgain() {
    for (int yaw = -60; yaw <= 60; yaw += 15) {
      for (int pitch = -40; pitch <= 40; pitch += 10) {
        for (int roll = -170; roll <= 170; roll += 20) {
          assertPose(photograph(AVERAGE, yaw, pitch, roll, FAR), yaw, pitch, roll, 0.1f);
        }
      }
    }
  }

  @Test
  void aCameraAtArmsLengthCostsAFewDegrees() {
    for (int yaw = -45; yaw <= 45; yaw += 15) {
      for (int pitch = -30; pitch <= 30; pitch += 10) {
        assertPose(photograph(AVERAGE, yaw, pitch, 0, 60), yaw, pitch, 0, 6);
      }
    }
  }

  @Test
  void otherFacesAndInexactLandmarksStayWithinFifteenDegrees() {
    Random random = new Random(1);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < 2000; i++) {
      double yaw = random.nextDouble() * 90 - 45;
      double pitch = random.nextDouble() * 60 - 30;
      double roll = random.nextDouble() * 60 - 30;
      double[][] points = photograph(AVERAGE, yaw, pitch, roll, FAR);
      for (double[] point : points) {
        point[0] += random.nextGaussian() * 0.03 * 6.3;
        point[1] += random.nextGaussian() * 0.03 * 6.3;
      }
      HeadPose pose = pose(points);
      sum += Math.abs(pose.yaw() - yaw) + Math.abs(pose.pitch() - pitch);
      count += 2;
    }
    assertThat(sum / count).as("mean error of yaw and pitch in degrees").isLessThan(6);
    for (int yaw = -40; yaw <= 40; yaw += 20) {
      assertPose(photograph(OTHER, yaw, 0, 0, FAR), yaw, 0, 0, 15);
    }
  }

  /** The signs, in the picture's own terms. */
  @Test
  void signsAreThoseOfThePicture() {
    // The nose nearer to the right eye, to the eyes, and the right eye lower than the left one.
    assertThat(pose(new double[][] {{0, 0}, {60, 0}, {45, 40}, {8, 75}, {55, 75}}).yaw())
        .isGreaterThan(10);
    assertThat(pose(new double[][] {{0, 0}, {60, 0}, {30, 15}, {6, 65}, {54, 65}}).pitch())
        .isGreaterThan(10);
    assertThat(pose(new double[][] {{0, 0}, {60, 20}, {22, 48}, {-15, 70}, {32, 86}}).roll())
        .isBetween(10f, 30f);
  }

  @Test
  void landmarksThatTellNothingGiveNothing() {
    Point here = new Point(5, 5);
    assertThat(HeadPose.of(new Landmarks(here, here, here, here, here))).isNull();
    assertThat(
            HeadPose.of(
                new Landmarks(
                    new Point(0, 0),
                    new Point(10, 10),
                    new Point(20, 20),
                    new Point(30, 30),
                    new Point(40, 40))))
        .isNull();
    assertThatThrownBy(() -> new HeadPose(Float.NaN, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertPose(
      double[][] points, double yaw, double pitch, double roll, float tolerance) {
    HeadPose pose = pose(points);
    String at = "of yaw " + yaw + ", pitch " + pitch + ", roll " + roll;
    assertThat(pose.yaw()).as("yaw " + at).isCloseTo((float) yaw, within(tolerance));
    assertThat(pose.pitch()).as("pitch " + at).isCloseTo((float) pitch, within(tolerance));
    assertThat(pose.roll()).as("roll " + at).isCloseTo((float) roll, within(tolerance));
  }

  private static HeadPose pose(double[][] points) {
    Point[] p = new Point[points.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = new Point((float) points[i][0], (float) points[i][1]);
    }
    HeadPose pose = HeadPose.of(new Landmarks(p[0], p[1], p[2], p[3], p[4]));
    assertThat(pose).isNotNull();
    return pose;
  }

  /**
   * Tilts a face clockwise, then lets it look up, then to the right, and takes its picture.
   *
   * @param distance of the camera from the face's origin, in its units
   */
  private static double[][] photograph(
      double[][] face, double yaw, double pitch, double roll, double distance) {
    double[][] points = new double[face.length][];
    for (int i = 0; i < face.length; i++) {
      double[] p = turn(face[i], 0, 1, -roll);
      p = turn(p, 2, 1, pitch);
      p = turn(p, 2, 0, yaw);
      double shrink = distance / (distance - p[2]);
      points[i] = new double[] {100 + p[0] * shrink, 100 - p[1] * shrink};
    }
    return points;
  }

  /** Turns by an angle from one axis towards another. */
  private static double[] turn(double[] point, int from, int to, double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double[] turned = point.clone();
    turned[from] = cos * point[from] - sin * point[to];
    turned[to] = sin * point[from] + cos * point[to];
    return turned;
  }
}
