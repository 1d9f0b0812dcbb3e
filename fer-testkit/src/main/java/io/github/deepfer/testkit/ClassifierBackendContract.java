package io.github.deepfer.testkit;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.ClassifierBackend;
import java.util.function.Consumer;

/** What every {@link ClassifierBackend} must do. */
public abstract class ClassifierBackendContract extends BackendContract {
  /** For subclasses. */
  protected ClassifierBackendContract() {}

  @Override
  protected abstract ClassifierBackend provider();

  @Override
  String format() {
    return provider().format();
  }

  @Override
  void withOpen(Model model, Consumer<BackendInfo> body) {
    try (EmotionClassifier classifier = provider().open(model, BackendOptions.DEFAULT)) {
      body.accept(classifier.info());
    }
  }
}
