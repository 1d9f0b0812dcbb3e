package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.Cuda;
import io.github.deepfer.onnx.TinyModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said where no GPU can be used: with the CPU's artifact, and with the GPU's (-Pgpu). */
class GpuPolicyTest {
  /** What each artifact lacks here: the provider itself, or one of CUDA's libraries. */
  private static final String LIBRARY =
      Cuda.isInArtifact() ? ".so" : System.mapLibraryName("onnxruntime_providers_cuda");

  private static final String FIX =
      Cuda.isInArtifact() ? "install the CUDA and cuDNN libraries" : "onnxruntime_gpu";

  @Test
  @DisabledIf(value = "io.github.deepfer.onnx.Cuda#works", disabledReason = "CUDA works here")
  void requireFailsNamingTheLibrary() {
    assertThatThrownBy(() -> open(GpuPolicy.REQUIRE).close())
        .isInstanceOf(ProviderException.class)
        .hasMessageContainingAll("tiny.onnx", "GpuPolicy.REQUIRE", LIBRARY, FIX);
  }

  @Test
  @DisabledIf(value = "io.github.deepfer.onnx.Cuda#works", disabledReason = "CUDA works here")
  void preferFallsBackWithOneWarning() {
    PrintStream standard = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (EmotionClassifier classifier = open(GpuPolicy.PREFER)) {
      assertThat(classifier.info().executionProvider()).isEqualTo("cpu");
      assertThat(classifier.info().fallback()).contains(LIBRARY);
    } finally {
      System.setErr(standard);
    }
    assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("WARN")))
        .singleElement()
        .asString()
        .contains("tiny.onnx", LIBRARY);
  }

  /** The CPU stays the CPU, whatever is linked. */
  @Test
  void offNeverUsesAGpu() {
    try (EmotionClassifier classifier = open(GpuPolicy.OFF)) {
      assertThat(classifier.info().executionProvider()).isEqualTo("cpu");
      assertThat(classifier.info().fallback()).isNull();
    }
  }

  @Test
  void aNamedProviderThatIsNotLinkedIsToldWithThoseThatAre() {
    assertThatThrownBy(() -> open(GpuPolicy.REQUIRE, "onnx.provider", "rocm"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContainingAll("rocm", "made without it", "CPU");
    try (EmotionClassifier classifier = open(GpuPolicy.PREFER, "onnx.provider", "directml")) {
      assertThat(classifier.info().executionProvider()).isEqualTo("cpu");
      assertThat(classifier.info().fallback()).contains("made without it");
    }
  }

  @Test
  void providersAndPoliciesThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> open(GpuPolicy.OFF, "onnx.provider", "tensorrt"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContainingAll("tensorrt", "GpuPolicy.OFF", "PREFER");
    assertThatThrownBy(() -> open(GpuPolicy.REQUIRE, "onnx.provider", "cpu"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContainingAll("GpuPolicy.REQUIRE", "onnx.provider=cpu");
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedModelIsAModelErrorWhateverThePolicy(GpuPolicy policy) {
    Model damaged =
        new Model("damaged", "onnx", null, () -> new ByteArrayInputStream(new byte[100]));
    assertThatThrownBy(
            () ->
                new OnnxClassifierBackend()
                    .open(damaged, BackendOptions.builder().gpu(policy).threads(0).build()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("damaged");
  }

  private static EmotionClassifier open(GpuPolicy policy) {
    return new OnnxClassifierBackend()
        .open(
            TinyModel.gray("gray").model(),
            BackendOptions.builder().gpu(policy).threads(1).build());
  }

  private static EmotionClassifier open(GpuPolicy policy, String key, String value) {
    return new OnnxClassifierBackend()
        .open(
            TinyModel.gray("gray").model(),
            BackendOptions.builder().gpu(policy).threads(1).options(Map.of(key, value)).build());
  }
}
