package io.github.deepfer.onnx.classify;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.models.lite.LiteModelProvider;
import io.github.deepfer.testkit.EmotionClassifierContract;

class OnnxEmotionClassifierTest extends EmotionClassifierContract {
  @Override
  protected EmotionClassifier open() {
    return new OnnxClassifierBackend()
        .open(new LiteModelProvider().model(), BackendOptions.DEFAULT);
  }
}
