package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.testkit.FaceDetectorContract;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
    named = DetectorFiles.YUNET,
    matches = ".+",
    disabledReason = "set FER_YUNET_MODEL to a file that `fer models pull` fetches")
class YuNetDetectorTest extends FaceDetectorContract {
  @Override
  protected FaceDetector open() {
    return new OnnxDetectorBackend()
        .open(DetectorFiles.model(DetectorFiles.YUNET), BackendOptions.DEFAULT);
  }
}
