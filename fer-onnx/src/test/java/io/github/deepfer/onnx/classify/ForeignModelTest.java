package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that do not describe themselves. Expected values follow from the graphs by hand. */
class ForeignModelTest {
  private static final int FACES = 5;

  /**
   * Output k is four times value k of the input, in the order that the layout gives the pixels, so
   * that each face's pixels can be read off the probabilities.
   */
  @ParameterizedTest
  @CsvSource({
    "gray,              gray, NCHW, 1e-5",
    "gray-batch1,       gray, NCHW, 1e-5",
    "gray-batch3,       gray, NCHW, 1e-5",
    "gray-half,         gray, NCHW, 1e-3",
    "gray-two-outputs,  gray, NCHW, 1e-5",
    "color-nchw,        rgb,  NCHW, 1e-5",
    "color-nchw,        bgr,  NCHW, 1e-5",
    "color-nhwc,        rgb,  NHWC, 1e-5",
    "color-nhwc,        bgr,  NHWC, 1e-5",
    "color-half-batch2, rgb,  NHWC, 1e-3",
    "color-half-batch2, bgr,  NHWC, 1e-3",
  })
  void layoutColourTypeAndBatchAreTheFiles(
      String graph, String color, String layout, float tolerance) {
    TinyModel model = TinyModel.foreign(graph, color, layout).with("output.name", "output");
    Image image = faces();
    List<EmotionProbabilities> results = classify(model.described(), image);
    for (int face = 0; face < FACES; face++) {
      double[] logits = new double[7];
      for (int k = 0; k < 7; k++) {
        logits[k] = 4 * level(image, face, color, layout, k) / 255.0;
      }
      assertThat(values(results.get(face), TinyModel.LABELS))
          .containsExactly(softmax(logits), within(tolerance));
    }
  }

  /** The level that value k of the input has, by the definition of the layouts. */
  private static int level(Image image, int face, String color, String layout, int k) {
    int channels = color.equals("gray") ? 1 : 3;
    int pixel = layout.equals("NCHW") ? k % 16 : k / channels;
    int channel = layout.equals("NCHW") ? k / 16 : k % channels;
    int at = 3 * (16 * face + pixel);
    return switch (color) {
      case "rgb" -> image.pixels().get(at + channel) & 0xff;
      case "bgr" -> image.pixels().get(at + 2 - channel) & 0xff;
      // Of a grey pixel, all three channels are its level.
      default -> image.pixels().get(at) & 0xff;
    };
  }

  @Test
  void bytesAreTakenAsTheyAre() {
    TinyModel model =
        TinyModel.foreign("gray-bytes", "gray", "NCHW")
            .with("input.scale", "1")
            .with("temperature", "255");
    double[] logits = new double[7];
    for (int k = 0; k < 7; k++) {
      logits[k] = 4 * level(faces(), 0, "gray", "NCHW", k) / 255.0;
    }
    assertThat(values(classify(model.described(), faces()).get(0), TinyModel.LABELS))
        .containsExactly(softmax(logits), within(1e-5f));
  }

  @Test
  void scaleMeanAndDeviationAreTheFiles() {
    TinyModel model =
        TinyModel.foreign("color-nchw", "rgb", "NCHW")
            .with("input.mean", "0.485,0.456,0.406")
            .with("input.std", "0.229,0.224,0.225");
    double[] logits = new double[7];
    for (int k = 0; k < 7; k++) {
      logits[k] = 4 * (level(faces(), 0, "rgb", "NCHW", k) / 255.0 - 0.485) / 0.229;
    }
    assertThat(values(classify(model.described(), faces()).get(0), TinyModel.LABELS))
        .containsExactly(softmax(logits), within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "gray-five; happy,sad,angry,neutral,surprise",
        "gray; neutral,happy,surprise,sad,angry,disgust,fear",
        "gray-eight; neutral,happy,surprise,sad,angry,disgust,fear,contempt",
      })
  void labelsHaveAnyOrderAndNumber(String graph, String labels) {
    TinyModel model = TinyModel.foreign(graph, "gray", "NCHW").with("labels", labels);
    double[] logits = new double[labels.split(",").length];
    for (int k = 0; k < logits.length; k++) {
      logits[k] = 4 * level(faces(), 2, "gray", "NCHW", k) / 255.0;
    }
    EmotionProbabilities result = classify(model.described(), faces()).get(2);
    assertThat(values(result, labels)).containsExactly(softmax(logits), within(1e-5f));
    assertThat(result.asMap()).hasSize(logits.length);
  }

  @Test
  void probabilitiesAreTakenAsTheyAre() {
    TinyModel model =
        TinyModel.foreign("gray-probabilities", "gray", "NCHW").with("output", "probabilities");
    double[] logits = new double[7];
    for (int k = 0; k < 7; k++) {
      logits[k] = 4 * level(faces(), 1, "gray", "NCHW", k) / 255.0;
    }
    assertThat(values(classify(model.described(), faces()).get(1), TinyModel.LABELS))
        .containsExactly(softmax(logits), within(1e-5f));
  }

  @Test
  void slipsInADescriptionAreNotPassedOver() {
    TinyModel misspelt = TinyModel.foreign("gray", "gray", "NCHW").with("temperatur", "2");
    assertThatThrownBy(() -> open(misspelt.described()).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("foreign.onnx", "fer.temperatur means nothing", "fer.temperature");
    TinyModel halfTested = TinyModel.foreign("gray", "gray", "NCHW").with("selftest.output", "1");
    assertThatThrownBy(() -> open(halfTested.described()).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("fer.selftest.input", "missing from the description");
  }

  @Test
  void aPropertiesFileBesideItDescribesIt(@TempDir Path folder) throws Exception {
    Path file = TinyModel.foreign("gray", "gray", "NCHW").writeDescribed(folder);
    try (EmotionClassifier classifier = open(Model.ofFile(file))) {
      assertThat(classifier.labels()).hasSize(7);
      assertThat(classifier.info().models())
          .singleElement()
          .extracting(ModelInfo::id, ModelInfo::version, ModelInfo::license)
          .containsExactly("foreign.onnx", "unknown", "unknown");
    }
    Files.delete(folder.resolve("foreign.properties"));
    assertThatThrownBy(() -> open(Model.ofFile(file)).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("foreign.onnx", "does not describe itself", ".properties");
    Files.writeString(folder.resolve("foreign.properties"), "fer.labels = \\u12");
    assertThatThrownBy(() -> Model.ofFile(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("foreign.properties", "cannot be read");
  }

  /** Notepad puts it there. */
  @Test
  void aByteOrderMarkIsNoPartOfTheFirstKey(@TempDir Path folder) throws Exception {
    Path file = TinyModel.foreign("gray", "gray", "NCHW").writeDescribed(folder);
    Path description = folder.resolve("foreign.properties");
    Files.writeString(description, "\uFEFF" + Files.readString(description));
    try (EmotionClassifier classifier = open(Model.ofFile(file))) {
      assertThat(classifier.labels()).hasSize(7);
    }
  }

  @Test
  void aDescriptionCountsMoreThanTheFile() {
    Model own = TinyModel.gray("gray").model();
    String reversed = "neutral,surprise,sad,happy,fear,disgust,angry";
    try (EmotionClassifier classifier = open(own.describedBy(Map.of("fer.labels", reversed)))) {
      assertThat(classifier.labels()).startsWith(Emotion.NEUTRAL, Emotion.SURPRISE);
      assertThat(classifier.info().models().get(0).version()).isEqualTo("1.2.3");
    }
  }

  @Test
  void aDescriptionThatDoesNotFitShowsBoth() {
    assertRefused(TinyModel.foreign("color-nchw", "rgb", "NHWC"), "[-1, 4, 4, 3]", "[-1, 3, 4, 4]");
    assertRefused(TinyModel.foreign("gray-eight", "gray", "NCHW"), "[-1, 7]", "[-1, 8]");
    assertRefused(
        TinyModel.foreign("gray", "gray", "NCHW").with("input.width", "48"),
        "[-1, 1, 4, 48]",
        "[-1, 1, 4, 4]");
    assertRefused(
        TinyModel.foreign("gray", "gray", "NCHW").with("output", "probabilities"), "sum to 1");
    assertRefused(
        TinyModel.foreign("gray", "gray", "NCHW").with("crop.landmarks", "0.3,0.4"),
        "fer.crop.landmarks",
        "left eye");
  }

  @ParameterizedTest
  @CsvSource({"input.layout", "input.width", "input.height", "input.color", "input.scale"})
  void whatCannotBeGuessedMustBeSaid(String key) {
    assertRefused(TinyModel.foreign("gray", "gray", "NCHW").without(key), "fer." + key, "missing");
  }

  private static void assertRefused(TinyModel model, String... parts) {
    assertThatThrownBy(() -> open(model.described()).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("foreign.onnx")
        .hasMessageContainingAll(parts);
  }

  private static List<EmotionProbabilities> classify(Model model, Image image) {
    List<FaceCrop> crops = new ArrayList<>();
    for (int face = 0; face < FACES; face++) {
      crops.add(new FaceCrop(0, 4 * face, 4, 4));
    }
    try (EmotionClassifier classifier = open(model)) {
      return classifier.classify(image, crops);
    }
  }

  /**
   * Five faces of 4x4 pixels, one below the other. Grey models see the first eight pixels of each,
   * which are grey, since otherwise a conversion would decide their level; the colour models see
   * the same, and the third pixel, which is coloured in every second face.
   */
  private static Image faces() {
    byte[] rgb = new byte[FACES * 16 * 3];
    for (int i = 0; i < FACES * 16; i++) {
      for (int channel = 0; channel < 3; channel++) {
        int level = (31 * (i % 16) + 17 * (i / 16)) % 200;
        rgb[3 * i + channel] = (byte) (i % 16 < 8 ? level : level + 9 * channel);
      }
    }
    return Image.wrap(rgb, 4, 4 * FACES, PixelFormat.RGB);
  }

  private static float[] values(EmotionProbabilities probabilities, String labels) {
    String[] names = labels.split(",");
    float[] values = new float[names.length];
    for (int i = 0; i < names.length; i++) {
      values[i] = probabilities.get(Emotion.ofLabel(names[i]).orElseThrow());
    }
    return values;
  }

  private static float[] softmax(double[] logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    float[] values = new float[logits.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.exp(logits[i]) / sum);
    }
    return values;
  }

  private static EmotionClassifier open(Model model) {
    return new OnnxClassifierBackend().open(model, BackendOptions.DEFAULT);
  }
}
