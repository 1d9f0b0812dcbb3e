package io.github.deepfer.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.fixtures.StubDetector;
import io.github.deepfer.models.lite.LiteModelProvider;
import io.github.deepfer.onnx.TinyModel;
import io.github.deepfer.onnx.classify.OnnxClassifierBackend;
import io.github.deepfer.onnx.tensor.FacePreprocessorTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxOptionsTest {
  @Test
  void areReadAndHaveDefaults() {
    assertThat(parse(Map.of("tflite.delegate", "gpu")))
        .isEqualTo(new OnnxOptions(null, 0, 0, false, true, OptLevel.ALL_OPT, 0, true));
    assertThat(
            parse(
                Map.of(
                    "onnx.provider", "TensorRT",
                    "onnx.device", "2",
                    "onnx.memory-limit", "4294967296",
                    "onnx.fp16", "true",
                    "onnx.arena", "false",
                    "onnx.optimization", "basic",
                    "onnx.warm-up", "8",
                    "onnx.align", "false")))
        .isEqualTo(
            new OnnxOptions(
                ExecutionProvider.TENSORRT,
                2,
                1L << 32,
                true,
                false,
                OptLevel.BASIC_OPT,
                8,
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "onnx.provider,     abacus, xnnpack",
    "onnx.device,       -1,     from 0 to",
    "onnx.device,       gpu0,   whole number",
    "onnx.memory-limit, 4g,     whole number",
    "onnx.fp16,         yes,    true",
    "onnx.optimization, most,   extended",
    "onnx.warm-up,      100000, 1024",
    "onnx.align,        eyes,   true",
    "onnx.threads,      2,      no option onnx.threads",
  })
  void wrongOnesAreNamed(String key, String value, String expected) {
    assertThatThrownBy(
            () ->
                Pipeline.builder()
                    .classifier(TinyModel.gray("gray").model())
                    .detector(StubDetector.ofNobody())
                    .option(key, value)
                    .build())
        .isInstanceOf(ProviderException.class)
        .hasMessageContainingAll(key, expected);
  }

  @ParameterizedTest
  @CsvSource({"onnx.memory-limit, 1000, cuda", "onnx.fp16, true, tensorrt"})
  void whatOnlyGpusHaveIsNotSilentlyLeftOut(String key, String value, String provider) {
    assertThatThrownBy(() -> open(Map.of(key, value)).close())
        .isInstanceOf(ProviderException.class)
        .hasMessageContainingAll(key, provider, "cpu is to run");
  }

  /** None of them may change what comes out, beyond the order of floating-point sums. */
  @ParameterizedTest
  @CsvSource({
    "onnx.arena,        false",
    "onnx.optimization, none",
    "onnx.optimization, basic",
    "onnx.optimization, extended",
    "onnx.warm-up,      70",
    "onnx.provider,     cpu",
  })
  void changeNoResult(String key, String value) {
    Image face = FacePreprocessorTest.picture(48, 48);
    EmotionProbabilities expected = classify(Map.of(), face);
    EmotionProbabilities actual = classify(Map.of(key, value), face);
    expected
        .asMap()
        .forEach(
            (emotion, probability) ->
                assertThat(actual.get(emotion)).isCloseTo(probability, within(1e-5f)));
  }

  private static EmotionProbabilities classify(Map<String, String> options, Image face) {
    try (EmotionClassifier classifier = open(options)) {
      return classifier.classify(face);
    }
  }

  private static EmotionClassifier open(Map<String, String> options) {
    return new OnnxClassifierBackend()
        .open(
            new LiteModelProvider().model(),
            BackendOptions.builder().gpu(GpuPolicy.OFF).threads(0).options(options).build());
  }

  private static OnnxOptions parse(Map<String, String> options) {
    return OnnxOptions.parse(
        BackendOptions.builder().gpu(GpuPolicy.OFF).threads(0).options(options).build());
  }
}
