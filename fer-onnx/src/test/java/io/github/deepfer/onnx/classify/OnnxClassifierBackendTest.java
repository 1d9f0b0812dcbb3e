package io.github.deepfer.onnx.classify;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.ClassifierBackend;
import io.github.deepfer.models.lite.LiteModelProvider;
import io.github.deepfer.testkit.ClassifierBackendContract;

class OnnxClassifierBackendTest extends ClassifierBackendContract {
  @Override
  protected ClassifierBackend provider() {
    return new OnnxClassifierBackend();
  }

  @Override
  protected Model model() {
    return new LiteModelProvider().model();
  }
}
