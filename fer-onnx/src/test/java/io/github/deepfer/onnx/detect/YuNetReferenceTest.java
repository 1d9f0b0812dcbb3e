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
 * YuNet on ONNX Runtime finds what OpenCV 4.13's FaceDetectorYN found with the same file ({@code
 * face_detection_yunet_2026may.onnx}); {@code yunet-opencv.csv} has its answers: scene, x, y,
 * width, height, score, and x and y of the five landmarks.
 */
@EnabledIfEnvironmentVariable(
    named = DetectorFiles.YUNET,
    matches = ".+",
    disabledReason = "set FER_YUNET_MODEL to a file that `fer models pull yunet` fetches")
final class YuNetReferenceTest {
  private static final double MIN_IOU = 0.9;

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
            .satisfies(other -> assertThat(other.score()).isCloseTo(face.score(), within(0.05f)))
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

  /** OpenCV has the landmarks of the surest cell, here they are the mean of all of a face. */
  private static void assertClose(Landmarks actual, DetectedFace expected) {
    float tolerance = 0.07f * expected.box().width();
    assertThat(actual.nose().x()).isCloseTo(expected.landmarks().nose().x(), within(tolerance));
    assertThat(actual.nose().y()).isCloseTo(expected.landmarks().nose().y(), within(tolerance));
    assertThat(actual.leftEye().x())
        .isCloseTo(expected.landmarks().leftEye().x(), within(tolerance));
    assertThat(actual.rightMouth().y())
        .isCloseTo(expected.landmarks().rightMouth().y(), within(tolerance));
  }
}
