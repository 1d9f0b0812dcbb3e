package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.DetectorBackend;
import io.github.deepfer.testkit.DetectorBackendContract;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
    named = DetectorFiles.YUNET,
    matches = ".+",
    disabledReason = "set FER_YUNET_MODEL to a file that `fer models pull yunet` fetches")
class OnnxDetectorBackendTest extends DetectorBackendContract {
  @Override
  protected DetectorBackend provider() {
    return new OnnxDetectorBackend();
  }

  @Override
  protected Model model() {
    return DetectorFiles.model(DetectorFiles.YUNET);
  }
}
