package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.testkit.FaceDetectorProviderContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
    named = DetectorFiles.YUNET,
    matches = ".+",
    disabledReason = "set FER_YUNET_MODEL to a file that `fer models pull yunet` fetches")
class OnnxFaceDetectorProviderTest extends FaceDetectorProviderContract {
  @BeforeAll
  static void nameTheFile() {
    System.setProperty(
        OnnxFaceDetectorProvider.MODEL_PROPERTY,
        DetectorFiles.path(DetectorFiles.YUNET).toString());
  }

  @AfterAll
  static void forgetTheFile() {
    System.clearProperty(OnnxFaceDetectorProvider.MODEL_PROPERTY);
  }

  @Override
  protected FaceDetectorProvider provider() {
    return new OnnxFaceDetectorProvider();
  }
}
