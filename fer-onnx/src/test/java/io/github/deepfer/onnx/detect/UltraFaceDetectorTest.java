package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.testkit.FaceDetectorContract;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
    named = DetectorFiles.ULTRAFACE,
    matches = ".+",
    disabledReason = "set FER_ULTRAFACE_MODEL to a file that `fer models pull` fetches")
class UltraFaceDetectorTest extends FaceDetectorContract {
  @Override
  protected FaceDetector open() {
    return new OnnxDetectorBackend()
        .open(DetectorFiles.model(DetectorFiles.ULTRAFACE), BackendOptions.DEFAULT);
  }

  @Override
  protected boolean givesLandmarks() {
    return false;
  }
}
