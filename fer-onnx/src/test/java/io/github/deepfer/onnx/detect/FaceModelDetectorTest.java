package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.models.face.FaceModelProvider;
import io.github.deepfer.testkit.FaceDetectorContract;

/** The net that ships, which has the outputs of YuNet. */
class FaceModelDetectorTest extends FaceDetectorContract {
  @Override
  protected FaceDetector open() {
    return new OnnxDetectorBackend().open(new FaceModelProvider().model(), BackendOptions.DEFAULT);
  }
}
