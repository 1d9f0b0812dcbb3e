package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.TinyModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that does not describe itself soundly is refused when it is opened. */
class ModelDescriptionTest {
  @Test
  void isReadFromTheFile() {
    try (EmotionClassifier classifier = open(TinyModel.gray("gray"))) {
      assertThat(classifier.labels())
          .containsExactly(
              Emotion.ANGRY,
              Emotion.DISGUST,
              Emotion.FEAR,
              Emotion.HAPPY,
              Emotion.SAD,
              Emotion.SURPRISE,
              Emotion.NEUTRAL);
      ModelInfo model = classifier.info().models().get(0);
      assertThat(List.of(model.id(), model.version(), model.license()))
          .containsExactly("tiny", "1.2.3", "Apache-2.0");
      assertThat(classifier.info().id()).isEqualTo("tiny.onnx");
      assertThat(classifier.info().executionProvider()).isEqualTo("cpu");
      assertThat(classifier.info().fallback()).isNull();
      assertThat(classifier.info().libraries().get("onnxruntime")).matches("\\d+\\.\\d+\\.\\d+.*");
    }
  }

  @Test
  void mayHaveAnEighthEmotion() {
    TinyModel model =
        TinyModel.gray("gray-eight")
            .with("labels", TinyModel.LABELS + ",contempt")
            .with("selftest.output", TinyModel.outputs(0, 10, 20, 30, 40, 50, 60, 70));
    try (EmotionClassifier classifier = open(model)) {
      assertThat(classifier.labels()).hasSize(8).endsWith(Emotion.CONTEMPT);
    }
  }

  @Test
  void mustBeThere() {
    assertRefused(TinyModel.bare("gray"), "fer.schema");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schema",
        "id",
        "version",
        "task",
        "license",
        "input.layout",
        "input.width",
        "input.height",
        "input.color",
        "input.scale",
        "input.mean",
        "input.std",
        "crop.scale",
        "labels",
        "output",
        "temperature",
        "selftest.input",
        "selftest.output",
        "selftest.tolerance"
      })
  void mustBeComplete(String key) {
    assertRefused(TinyModel.gray("gray").without(key), "fer." + key, "missing");
    assertRefused(TinyModel.gray("gray").with(key, " "), "fer." + key, "missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schema             | 2                    | must be 1",
        "task               | face-detection       | emotion-classification",
        "input.layout       | CHWN                 | NCHW",
        "input.width        | 0                    | from 1 to 1024",
        "input.height       | 48.5                 | whole number",
        "input.height       | 100000               | from 1 to 1024",
        "input.color        | sepia                | gray",
        "input.scale        | -1                   | above 0",
        "input.scale        | 1/255                | numbers",
        "input.mean         | 0.5,0.5              | 1 or 1 numbers",
        "input.mean         | NaN                  | finite",
        "input.std          | 0                    | other than 0",
        "crop.scale         | 0                    | above 0",
        "labels             | angry,angry,happy    | each once",
        "labels             | angry,hungry,happy   | ANGRY",
        "output             | scores               | logits",
        "temperature        | 0                    | above 0",
        "temperature        | Infinity             | finite",
        "selftest.input     | ???                  | base64",
        "selftest.input     | AAAA                 | 16 bytes, not of 3",
        "selftest.output    | 1,2,3                | 7 numbers",
        "selftest.tolerance | -0.1                 | above 0",
      })
  void mustBeSound(String key, String value, String expected) {
    assertRefused(TinyModel.gray("gray").with(key, value), "fer." + key, expected, value);
  }

  @Test
  void mustNotContradictItself() {
    assertRefused(
        TinyModel.gray("gray-probabilities")
            .with("output", "probabilities")
            .with("temperature", "2"),
        "fer.temperature",
        "probabilities");
  }

  @Test
  void mustFitTheGraph() {
    assertRefused(TinyModel.gray("color-nchw"), "input", "[-1, 1, 4, 4]", "[-1, 3, 4, 4]");
    assertRefused(
        TinyModel.color("color-nhwc", "rgb", "NCHW", TinyModel.outputs(0, 0, 0, 0, 0, 0, 0)),
        "[-1, 3, 4, 4]",
        "[-1, 4, 4, 3]");
    assertRefused(TinyModel.gray("gray-eight"), "fer.labels", "[-1, 7]", "[-1, 8]");
    assertRefused(TinyModel.gray("gray-double"), "FLOAT16", "DOUBLE");
    assertRefused(
        TinyModel.gray("gray-two-outputs"), "several outputs", "fer.output.name", "[flat, output]");
    assertRefused(
        TinyModel.gray("gray-two-outputs").with("output.name", "logits"),
        "no output logits",
        "flat");
    assertRefused(
        TinyModel.gray("gray-two-outputs").with("output.name", "flat"), "[-1, 7]", "[-1, 16]");
    assertRefused(TinyModel.gray("gray-two-inputs"), "one input", "age");
  }

  @Test
  void mustPassTheSelfTest() {
    String wrong = TinyModel.outputs(0, 10, 20, 30, 40, 50, 61);
    assertRefused(
        TinyModel.gray("gray").with("selftest.output", wrong), "self-test", "0.956862", "0.94117");
    assertRefused(TinyModel.gray("gray").with("input.scale", "0.004"), "self-test");
    assertRefused(TinyModel.gray("gray-nan"), "self-test", "finite number");
    assertRefused(TinyModel.gray("gray").with("output", "probabilities"), "self-test", "sum to 1");
  }

  private static void assertRefused(TinyModel model, String... parts) {
    assertThatThrownBy(() -> open(model).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tiny.onnx")
        .hasMessageContainingAll(parts);
  }

  private static EmotionClassifier open(TinyModel model) {
    return new OnnxClassifierBackend().open(model.model(), BackendOptions.DEFAULT);
  }
}
