package io.github.deepfer.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.classify.OnnxClassifierBackend;
import io.github.deepfer.onnx.runtime.NativeLibrary;

/** Whether CUDA can be used, as far as tests must know. */
public final class Cuda {
  private Cuda() {}

  public static boolean isInArtifact() {
    NativeLibrary.environment();
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }

  /** Whether a model runs on it. */
  static boolean works() {
    try (EmotionClassifier classifier =
        new OnnxClassifierBackend()
            .open(
                TinyModel.gray("gray").model(),
                BackendOptions.builder().gpu(GpuPolicy.REQUIRE).threads(1).build())) {
      return classifier.info().executionProvider().equals("cuda");
    } catch (ProviderException e) {
      return false;
    }
  }
}
