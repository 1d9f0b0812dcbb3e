package io.github.deepfer.api.spi;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Model;

/** Runs emotion models of one file format. */
public interface ClassifierBackend extends Provider {
  /**
   * The file format that this backend runs.
   *
   * @return for example {@code onnx}, as in {@link Model#format()}
   */
  String format();

  /**
   * Opens a model. The caller closes the classifier.
   *
   * @param model a model of this {@link #format()}
   * @param options how it shall run
   * @return a classifier whose {@link EmotionClassifier#info()} has the model's id
   * @throws io.github.deepfer.api.ProviderException if a native library is missing or an option
   *     cannot be met
   * @throws io.github.deepfer.api.ModelException if the file is missing, damaged, or not what it
   *     claims to be
   */
  EmotionClassifier open(Model model, BackendOptions options);
}
