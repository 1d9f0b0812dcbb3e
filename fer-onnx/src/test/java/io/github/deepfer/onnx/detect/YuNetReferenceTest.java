package io.github.deepfer.onnx.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scenes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * YuNet on ONNX Runtime finds what OpenCV's FaceDetectorYN finds with the same file ({@code
 * face_detection_yunet_2026may.onnx}). {@code yunet-opencv.csv} has its answers: scene, x, y,
 * width, height, score, and x and y of the five landmarks. OpenCV keeps the surest cell of a face
 * where this library takes the mean of all; so it was asked for every cell (a threshold of 1 for
 * suppression, 0.7 for scores), and those that overlap the surest by an IoU of more than 0.3 were
 * averaged, weighed by their scores.
 */
@EnabledIfEnvironmentVariable(
    named = DetectorFiles.YUNET,
    matches = ".+",
    disabledReason = "set FER_YUNET_MODEL to a file that `fer models pull yunet` fetches")
final class YuNetReferenceTest {
  private static final double MIN_IOU = 0.95;

  /** In widths of the box: OpenCV shrinks the picture a little differently. */
  private static final float MAX_SHIFT = 0.02f;

  static List<Scene> scenes() {
    return Scenes.all();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void bothFindTheSameFaces(Scene scene) throws IOException {
    List<DetectedFace> expected = reference(scene);
    try (FaceDetector detector =
        new OnnxDetectorBackend()
            .open(DetectorFiles.model(DetectorFiles.YUNET), searchedAlike(scene))) {
      List<DetectedFace> actual = detector.detect(scene.image());
      assertThat(expected).isNotEmpty();
      assertThat(actual).hasSameSizeAs(expected);
      for (DetectedFace face : expected) {
        assertThat(actual)
            .filteredOn(other -> other.box().iou(face.box()) >= MIN_IOU)
            .singleElement()
            .satisfies(other -> assertThat(other.score()).isCloseTo(face.score(), within(0.02f)))
            .satisfies(other -> assertClose(other.landmarks(), face));
      }
    }
  }

  /** The recorded answers are of pictures that were shrunk as for this smallest face. */
  private static BackendOptions searchedAlike(Scene scene) {
    int shorter = Math.min(scene.image().width(), scene.image().height());
    return BackendOptions.builder().minFaceSize(Math.max(20, shorter / 20)).build();
  }

  private static List<DetectedFace> reference(Scene scene) throws IOException {
    try (InputStream file = YuNetReferenceTest.class.getResourceAsStream("yunet-opencv.csv")) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> line.split(",", -1))
          .filter(row -> row[0].equals(scene.toString()))
          .map(YuNetReferenceTest::face)
          .toList();
    }
  }

  private static DetectedFace face(String[] row) {
    Point[] points = new Point[5];
    for (int i = 0; i < points.length; i++) {
      points[i] = new Point(Float.parseFloat(row[6 + 2 * i]), Float.parseFloat(row[7 + 2 * i]));
    }
    return new DetectedFace(
        new Box(
            Integer.parseInt(row[1]),
            Integer.parseInt(row[2]),
            Integer.parseInt(row[3]),
            Integer.parseInt(row[4])),
        Float.parseFloat(row[5]),
        new Landmarks(points[0], points[1], points[2], points[3], points[4]));
  }

  private static void assertClose(Landmarks actual, DetectedFace expected) {
    float tolerance = MAX_SHIFT * expected.box().width();
    List<Point> points = points(expected.landmarks());
    for (int i = 0; i < points.size(); i++) {
      assertThat(points(actual).get(i).x()).isCloseTo(points.get(i).x(), within(tolerance));
      assertThat(points(actual).get(i).y()).isCloseTo(points.get(i).y(), within(tolerance));
    }
  }

  private static List<Point> points(Landmarks landmarks) {
    return List.of(
        landmarks.leftEye(),
        landmarks.rightEye(),
        landmarks.nose(),
        landmarks.leftMouth(),
        landmarks.rightMouth());
  }
}
