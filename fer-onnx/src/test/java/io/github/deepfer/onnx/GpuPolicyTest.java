package io.github.deepfer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.ClassifierOptions;
import io.github.deepfer.api.spi.Model;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The CPU artifact of ONNX Runtime is on the class path, so no GPU can be used. */
class GpuPolicyTest {
  private static final String LIBRARY = System.mapLibraryName("onnxruntime_providers_cuda");

  @Test
  void requireFailsNamingTheLibrary() {
    assertThatThrownBy(() -> open(GpuPolicy.REQUIRE).close())
        .isInstanceOf(ProviderException.class)
        .hasMessageContainingAll("tiny.onnx", LIBRARY, "onnxruntime_gpu");
  }

  @Test
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

  @ParameterizedTest
  @EnumSource
  void aDamagedModelIsAModelErrorWhateverThePolicy(GpuPolicy policy) {
    Model damaged =
        new Model("damaged", "onnx", null, () -> new ByteArrayInputStream(new byte[100]));
    assertThatThrownBy(
            () -> new OnnxClassifierProvider().open(damaged, new ClassifierOptions(policy, 0)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("damaged");
  }

  private static EmotionClassifier open(GpuPolicy policy) {
    return new OnnxClassifierProvider()
        .open(TinyModel.gray("gray").model(), new ClassifierOptions(policy, 1));
  }
}
