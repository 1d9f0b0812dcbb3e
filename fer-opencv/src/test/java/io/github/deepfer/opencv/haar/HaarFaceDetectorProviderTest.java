package io.github.deepfer.opencv.haar;

import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.testkit.FaceDetectorProviderContract;

final class HaarFaceDetectorProviderTest extends FaceDetectorProviderContract {
  @Override
  protected FaceDetectorProvider provider() {
    return new HaarFaceDetectorProvider();
  }
}
