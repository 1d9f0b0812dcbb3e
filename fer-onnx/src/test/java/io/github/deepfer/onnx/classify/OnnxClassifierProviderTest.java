package io.github.deepfer.onnx.classify;

import io.github.deepfer.api.spi.EmotionClassifierProvider;
import io.github.deepfer.api.spi.Model;
import io.github.deepfer.models.cnn.CnnModelProvider;
import io.github.deepfer.testkit.EmotionClassifierProviderContract;

class OnnxClassifierProviderTest extends EmotionClassifierProviderContract {
  @Override
  protected EmotionClassifierProvider provider() {
    return new OnnxClassifierProvider();
  }

  @Override
  protected Model model() {
    return new CnnModelProvider().model();
  }
}
