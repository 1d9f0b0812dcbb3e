package io.github.deepfer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.spi.DetectorOptions;
import io.github.deepfer.api.spi.Model;
import io.github.deepfer.onnx.detect.OnnxFaceDetectorProvider;
import io.github.deepfer.opencv.yunet.YuNetFaceDetector;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scenes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** YuNet on ONNX Runtime finds what OpenCV's FaceDetectorYN finds with the same file. */
@EnabledIfEnvironmentVariable(
    named = "FER_YUNET_MODEL",
    matches = ".+",
    disabledReason = "set FER_YUNET_MODEL to a file that `fer models pull yunet` fetches")
final class YuNetRuntimesTest {
  private static final double LEAST_IOU = 0.9;

  static List<Scene> scenes() {
    return Scenes.all();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void bothFindTheSameFaces(Scene scene) {
    Path file = Path.of(System.getenv("FER_YUNET_MODEL"));
    try (FaceDetector onOpenCv = YuNetFaceDetector.builder(file).build();
        FaceDetector onOnnxRuntime =
            new OnnxFaceDetectorProvider().open(new DetectorOptions(0, Model.ofFile(file)))) {
      Image image = scene.image();
      List<DetectedFace> expected = onOpenCv.detect(image);
      List<DetectedFace> actual = onOnnxRuntime.detect(image);
      assertThat(expected).isNotEmpty();
      assertThat(actual).hasSameSizeAs(expected);
      for (DetectedFace face : expected) {
        assertThat(actual)
            .filteredOn(other -> other.box().iou(face.box()) >= LEAST_IOU)
            .singleElement()
            .satisfies(other -> assertThat(other.score()).isCloseTo(face.score(), within(0.05f)))
            .satisfies(other -> assertClose(other.landmarks(), face));
      }
    }
  }

  private static void assertClose(Landmarks actual, DetectedFace expected) {
    float tolerance = 0.05f * expected.box().width();
    assertThat(actual.nose().x()).isCloseTo(expected.landmarks().nose().x(), within(tolerance));
    assertThat(actual.nose().y()).isCloseTo(expected.landmarks().nose().y(), within(tolerance));
    assertThat(actual.leftEye().x())
        .isCloseTo(expected.landmarks().leftEye().x(), within(tolerance));
    assertThat(actual.rightMouth().y())
        .isCloseTo(expected.landmarks().rightMouth().y(), within(tolerance));
  }
}
