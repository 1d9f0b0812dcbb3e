package io.github.deepfer.onnx.classify;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.spi.ClassifierOptions;
import io.github.deepfer.models.cnn.CnnModelProvider;
import io.github.deepfer.testkit.EmotionClassifierContract;

class OnnxEmotionClassifierTest extends EmotionClassifierContract {
  @Override
  protected EmotionClassifier open() {
    return new OnnxClassifierProvider()
        .open(new CnnModelProvider().model(), ClassifierOptions.DEFAULT);
  }
}
