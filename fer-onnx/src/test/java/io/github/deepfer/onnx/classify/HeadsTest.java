package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.TinyModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models with several outputs. Output k of {@code output} is four times pixel k, and of {@code
 * opposite} its negative, so that the brightest and the darkest pixel win.
 */
class HeadsTest {
  private static final String BY_NAME = TinyModel.outputs(0, 10, 20, 30, 40, 50, 60);
  private static final String OPPOSITE = TinyModel.outputs(0, -10, -20, -30, -40, -50, -60);

  @ParameterizedTest
  @CsvSource({"gray-heads, 1e-4", "gray-heads-half-batch2, 1e-3"})
  void theFileNamesADefaultAndTheUserChoosesAnother(String graph, String tolerance) {
    Model model = twoHeads(graph).with("selftest.tolerance", tolerance).model();
    assertThat(answerOf(model, null)).isEqualTo(Emotion.NEUTRAL);
    assertThat(answerOf(model, "output")).isEqualTo(Emotion.NEUTRAL);
    assertThat(answerOf(model, "opposite")).isEqualTo(Emotion.ANGRY);
  }

  @Test
  void foreignModelsHaveHeadsToo() {
    Model undescribed = TinyModel.foreign("gray-heads", "gray", "NCHW").described();
    assertThat(answerOf(undescribed, "opposite")).isEqualTo(Emotion.ANGRY);
    assertRefused(undescribed, null, "several outputs", "--head", "[output, opposite]");
    Model described =
        TinyModel.foreign("gray-heads", "gray", "NCHW").with("output.name", "opposite").described();
    assertThat(answerOf(described, null)).isEqualTo(Emotion.ANGRY);
    assertThat(answerOf(described, "output")).isEqualTo(Emotion.NEUTRAL);
  }

  @Test
  void anOnlyOutputMayBeNamedAndIsNoHead() {
    Model model = TinyModel.gray("gray").model();
    try (EmotionClassifier classifier = open(model, "output")) {
      assertThat(classifier.info().models().get(0).head()).isNull();
    }
    assertRefused(model, "balanced", "no output balanced", "[output]");
  }

  @Test
  void aWrongHeadIsAnsweredWithThoseThatAreThere() {
    assertRefused(
        twoHeads("gray-heads").model(),
        "oposite",
        "no output oposite",
        "--head",
        "PipelineBuilder.head",
        "[output, opposite]");
    assertRefused(
        TinyModel.gray("gray-two-outputs").with("output.name", "output").model(),
        "flat",
        "[-1, 7]",
        "[-1, 16]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"output", "opposite"})
  void eachHeadIsTestedWhicheverIsChosen(String head) {
    String wrong = TinyModel.outputs(0, -10, -20, -30, -40, -50, -61);
    assertRefused(
        twoHeads("gray-heads").with("selftest.output.opposite", wrong).model(),
        head,
        "self-test",
        "output opposite",
        "-0.956862",
        "-0.94117");
    assertRefused(
        twoHeads("gray-heads").with("selftest.output.lost", BY_NAME).model(),
        head,
        "lost",
        "[output, opposite]",
        "export it again");
    assertRefused(
        twoHeads("gray-heads").with("selftest.output.opposite", "1,2").model(),
        head,
        "fer.selftest.output.opposite",
        "7 numbers");
  }

  /** Files from before heads had names have one self-test, of the output that they name. */
  @Test
  void aSelfTestWithoutANameIsOfTheFilesDefault() {
    TinyModel model = TinyModel.gray("gray-heads").with("output.name", "output");
    assertThat(answerOf(model.model(), "opposite")).isEqualTo(Emotion.ANGRY);
    Model redescribed = model.model().describedBy(Map.of("fer.output.name", "opposite"));
    assertThat(answerOf(redescribed, null)).isEqualTo(Emotion.ANGRY);
    Model swapped = model.with("output.name", "opposite").model();
    assertRefused(swapped, "output", "self-test", "output opposite");
  }

  private static TinyModel twoHeads(String graph) {
    return TinyModel.gray(graph)
        .without("selftest.output")
        .with("output.name", "output")
        .with("selftest.output.output", BY_NAME)
        .with("selftest.output.opposite", OPPOSITE);
  }

  private static Emotion answerOf(Model model, @Nullable String head) {
    byte[] pixels = new byte[16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (10 * i);
    }
    Image face = Image.wrap(pixels, 4, 4, PixelFormat.GRAY);
    try (EmotionClassifier classifier = open(model, head)) {
      if (head != null) {
        assertThat(classifier.info().models().get(0).head()).isEqualTo(head);
      }
      return classifier.classify(face).top();
    }
  }

  private static void assertRefused(Model model, @Nullable String head, String... parts) {
    assertThatThrownBy(() -> open(model, head).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(model.id())
        .hasMessageContainingAll(parts);
  }

  private static EmotionClassifier open(Model model, @Nullable String head) {
    return new OnnxClassifierBackend().open(model, BackendOptions.builder().head(head).build());
  }
}
