package io.github.deepfer.opencv.yunet;

import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.testkit.FaceDetectorProviderContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
    named = YuNetFaceDetectorTest.FILE,
    matches = ".+",
    disabledReason = "set FER_YUNET_MODEL to a face_detection_yunet_*.onnx of the OpenCV zoo")
final class YuNetFaceDetectorProviderTest extends FaceDetectorProviderContract {
  @BeforeAll
  static void nameTheFile() {
    System.setProperty(
        YuNetFaceDetectorProvider.MODEL_PROPERTY, YuNetFaceDetectorTest.file().toString());
  }

  @AfterAll
  static void forgetTheFile() {
    System.clearProperty(YuNetFaceDetectorProvider.MODEL_PROPERTY);
  }

  @Override
  protected FaceDetectorProvider provider() {
    return new YuNetFaceDetectorProvider();
  }
}
