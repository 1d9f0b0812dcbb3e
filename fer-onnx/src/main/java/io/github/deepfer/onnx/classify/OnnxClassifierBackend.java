package io.github.deepfer.onnx.classify;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.ClassifierBackend;
import io.github.deepfer.onnx.runtime.NativeLibrary;
import java.util.Objects;

/**
 * Runs models of format {@code onnx} that describe themselves in their metadata under {@code fer.}.
 * Thread-safe.
 */
public final class OnnxClassifierBackend implements ClassifierBackend {
  /** For {@link java.util.ServiceLoader}. */
  public OnnxClassifierBackend() {}

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
   * BackendOptions#threads()} compute one call, the calling thread among them; 0 stands for one per
   * processor, at most four.
   *
   * <p>{@link Model#description()} describes files that do not describe themselves, by the same
   * keys; docs/foreign-models.md lists them. {@link BackendOptions#options()} may have, as
   * docs/devices.md explains,
   *
   * <ul>
   *   <li>{@code onnx.provider}: the execution provider, instead of {@code cpu} or {@code cuda} as
   *       the GPU policy says; accelerators need a policy other than {@code OFF}
   *   <li>{@code onnx.device}: number of the GPU, 0 by default
   *   <li>{@code onnx.memory-limit}: bytes of the GPU's memory, no limit by default; CUDA only
   *   <li>{@code onnx.fp16}: {@code true} computes in 16 bits; TensorRT only
   *   <li>{@code onnx.arena}: {@code false} gives the CPU's memory back after each run
   *   <li>{@code onnx.optimization}: {@code none}, {@code basic}, {@code extended} or {@code all}
   *   <li>{@code onnx.warm-up}: faces of a trial run at opening, none by default
   * </ul>
   */
  @Override
  public EmotionClassifier open(Model model, BackendOptions options) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(options, "options");
    return OnnxEmotionClassifier.open(model, options);
  }
}
