package io.github.deepfer.opencv.yunet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Point;
import io.github.deepfer.testkit.FaceDetectorContract;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scenes;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The file is not ours to ship; docs/framing.md tells where it comes from. */
@EnabledIfEnvironmentVariable(
    named = YuNetFaceDetectorTest.FILE,
    matches = ".+",
    disabledReason = "set FER_YUNET_MODEL to a face_detection_yunet_*.onnx of the OpenCV zoo")
final class YuNetFaceDetectorTest extends FaceDetectorContract {
  static final String FILE = "FER_YUNET_MODEL";

  static Path file() {
    return Path.of(System.getenv(FILE));
  }

  @Override
  protected FaceDetector open() {
    return YuNetFaceDetector.builder(file()).build();
  }

  @Test
  void landmarksLieInTheFaceAsTheyAreNamed() {
    try (FaceDetector detector = open()) {
      for (Scene scene : Scenes.all()) {
        for (DetectedFace face : detector.detect(scene.image())) {
          Landmarks points = face.landmarks();
          assertThat(points).isNotNull();
          assertThat(points.leftEye().x()).isLessThan(points.rightEye().x());
          assertThat(points.leftMouth().x()).isLessThan(points.rightMouth().x());
          assertThat(points.nose().y()).isGreaterThan(points.leftEye().y());
          assertThat(points.leftMouth().y()).isGreaterThan(points.nose().y());
          assertThat(all(points)).allMatch(point -> isInside(point, face.box()));
        }
      }
    }
  }

  @Test
  void leavesOutFacesBelowTheLeastSizeAndScore() {
    Image image = Scenes.smallest().image();
    List<DetectedFace> all = detect(YuNetFaceDetector.builder(file()), image);
    int widest = all.stream().mapToInt(face -> face.box().width()).max().orElseThrow();
    float best = all.get(0).score();
    assertThat(best).isLessThan(1);
    assertThat(detect(YuNetFaceDetector.builder(file()).minFaceSize(widest * 3 / 2), image))
        .isEmpty();
    assertThat(detect(YuNetFaceDetector.builder(file()).minFaceSize(widest / 2), image))
        .hasSameSizeAs(all);
    assertThat(detect(YuNetFaceDetector.builder(file()).minScore(1), image)).isEmpty();
  }

  private static List<DetectedFace> detect(YuNetFaceDetector.Builder builder, Image image) {
    try (YuNetFaceDetector detector = builder.build()) {
      return detector.detect(image);
    }
  }

  private static Stream<Point> all(Landmarks points) {
    return Stream.of(
        points.leftEye(),
        points.rightEye(),
        points.nose(),
        points.leftMouth(),
        points.rightMouth());
  }

  private static boolean isInside(Point point, Box box) {
    return point.x() >= box.x()
        && point.y() >= box.y()
        && point.x() <= box.x() + box.width()
        && point.y() <= box.y() + box.height();
  }
}
