package io.github.deepfer.onnx;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.ClassifierOptions;
import io.github.deepfer.api.spi.EmotionClassifierProvider;
import io.github.deepfer.api.spi.Model;
import java.util.Objects;

/**
 * Runs models of format {@code onnx} that describe themselves in their metadata under {@code fer.}.
 * Thread-safe.
 */
public final class OnnxClassifierProvider implements EmotionClassifierProvider {
  /** For {@link java.util.ServiceLoader}. */
  public OnnxClassifierProvider() {}

  @Override
  public String id() {
    return "onnx";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public String format() {
    return "onnx";
  }

  /** Looks whether ONNX Runtime and its library for this platform are there, without loading it. */
  @Override
  public Availability availability() {
    return NativeLibrary.availability();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Verifies the pinned SHA-256, the description in the metadata against the graph, and the
   * golden self-test, which takes one run of the model. No more threads than {@link
   * ClassifierOptions#threads()} compute one call, the calling thread among them; 0 stands for one
   * per processor, at most four.
   */
  @Override
  public EmotionClassifier open(Model model, ClassifierOptions options) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(options, "options");
    return OnnxEmotionClassifier.open(model, options);
  }
}
