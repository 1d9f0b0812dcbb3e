package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.models.lite.LiteModelProvider;
import io.github.deepfer.onnx.TinyModel;
import io.github.deepfer.onnx.tensor.FacePreprocessorTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out is what the weights say, by hand where the model is tiny. */
class InferenceTest {
  private static final int[] LEVELS = {7, 250, 30, 90, 120, 200, 64};

  @Test
  void logitsBecomeASoftmax() {
    assertThat(values(TinyModel.gray("gray"), grayFace()))
        .containsExactly(softmax(1, LEVELS), within(1e-5f));
  }

  @Test
  void temperatureDividesTheLogits() {
    assertThat(values(TinyModel.gray("gray").with("temperature", "2.5"), grayFace()))
        .containsExactly(softmax(2.5, LEVELS), within(1e-5f));
  }

  @Test
  void extremeTemperaturesStayDistributions() {
    assertThat(values(TinyModel.gray("gray").with("temperature", "1e-300"), grayFace()))
        .containsExactly(0, 1, 0, 0, 0, 0, 0);
    assertThat(values(TinyModel.gray("gray").with("temperature", "1e300"), grayFace()))
        .containsOnly(1 / 7f);
  }

  @Test
  void probabilitiesAreTakenAsTheyAre() {
    TinyModel model =
        TinyModel.gray("gray-probabilities")
            .with("output", "probabilities")
            .with("selftest.output", text(softmax(1, 0, 10, 20, 30, 40, 50, 60)));
    assertThat(values(model, grayFace())).containsExactly(softmax(1, LEVELS), within(1e-5f));
  }

  @Test
  void colourAndLayoutAreTheModels() {
    byte[] rgb = new byte[48];
    for (int i = 0; i < 16; i++) {
      rgb[3 * i] = (byte) (10 + i);
      rgb[3 * i + 1] = (byte) (100 + i);
      rgb[3 * i + 2] = (byte) (200 + i);
    }
    Image face = Image.wrap(rgb, 4, 4, PixelFormat.RGB);
    String selfTestPlane = TinyModel.outputs(0, 15, 30, 45, 60, 75, 90);
    String selfTestPixels = TinyModel.outputs(0, 5, 10, 15, 20, 25, 30);
    assertThat(values(TinyModel.color("color-nchw", "rgb", "NCHW", selfTestPlane), face))
        .containsExactly(softmax(1, 10, 11, 12, 13, 14, 15, 16), within(1e-5f));
    assertThat(values(TinyModel.color("color-nchw", "bgr", "NCHW", selfTestPlane), face))
        .containsExactly(softmax(1, 200, 201, 202, 203, 204, 205, 206), within(1e-5f));
    assertThat(values(TinyModel.color("color-nhwc", "rgb", "NHWC", selfTestPixels), face))
        .containsExactly(softmax(1, 10, 100, 200, 11, 101, 201, 12), within(1e-5f));
    assertThat(values(TinyModel.color("color-nhwc", "bgr", "NHWC", selfTestPixels), face))
        .containsExactly(softmax(1, 200, 100, 10, 201, 101, 11, 202), within(1e-5f));
  }

  @Test
  void cropIsScaledAsTheModelWants() {
    byte[] pixels = new byte[64];
    for (int i = 0; i < 64; i++) {
      pixels[i] = (byte) (4 * i);
    }
    Image image = Image.wrap(pixels, 8, 8, PixelFormat.GRAY);
    // Half of 8x8 around its centre are rows and columns 2 to 5.
    assertThat(values(TinyModel.gray("gray").with("crop.scale", "0.5"), image))
        .containsExactly(softmax(1, 72, 76, 80, 84, 104, 108, 112), within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gray", "gray-batch1", "gray-batch3"})
  void anyNumberOfFacesInTheirOrder(String graph) {
    int faces = 200;
    byte[] pixels = new byte[faces * 16];
    for (int face = 0; face < faces; face++) {
      pixels[16 * face + face % 7] = (byte) (55 + face);
    }
    Image image = Image.wrap(pixels, 4, 4 * faces, PixelFormat.GRAY);
    List<FaceCrop> crops = new ArrayList<>();
    for (int face = 0; face < faces; face++) {
      crops.add(new FaceCrop(0, 4 * face, 4, 4));
    }
    try (EmotionClassifier classifier = open(TinyModel.gray(graph))) {
      List<EmotionProbabilities> results = classifier.classify(image, crops);
      assertThat(results).hasSize(faces);
      for (int face = 0; face < faces; face++) {
        int[] levels = new int[7];
        levels[face % 7] = 55 + face;
        assertThat(values(classifier, results.get(face)))
            .containsExactly(softmax(1, levels), within(1e-5f));
      }
    }
  }

  @Test
  void liteBatchesAgreeWithSingles() {
    Image image = FacePreprocessorTest.picture(640, 480);
    List<FaceCrop> crops = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      crops.add(new FaceCrop(7.5f * i - 40, 5.25f * i - 30, 40 + 2 * i, 40 + 3 * i));
    }
    try (EmotionClassifier classifier =
        new OnnxClassifierBackend().open(new LiteModelProvider().model(), BackendOptions.DEFAULT)) {
      List<EmotionProbabilities> batch = classifier.classify(image, crops);
      for (int i = 0; i < crops.size(); i++) {
        EmotionProbabilities single = classifier.classify(image, List.of(crops.get(i))).get(0);
        assertThat(values(classifier, batch.get(i)))
            .containsExactly(values(classifier, single), within(1e-5f));
      }
    }
  }

  private static Image grayFace() {
    byte[] pixels = new byte[16];
    for (int i = 0; i < LEVELS.length; i++) {
      pixels[i] = (byte) LEVELS[i];
    }
    return Image.wrap(pixels, 4, 4, PixelFormat.GRAY);
  }

  private static float[] values(TinyModel model, Image face) {
    try (EmotionClassifier classifier = open(model)) {
      return values(classifier, classifier.classify(face));
    }
  }

  private static float[] values(EmotionClassifier classifier, EmotionProbabilities probabilities) {
    float[] values = new float[classifier.labels().size()];
    int i = 0;
    for (Emotion label : classifier.labels()) {
      values[i++] = probabilities.get(label);
    }
    return values;
  }

  /** Of the logits that the tiny models give for these pixels. */
  private static float[] softmax(double temperature, int... pixels) {
    double sum = 0;
    for (int pixel : pixels) {
      sum += Math.exp(4 * pixel / 255.0 / temperature);
    }
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.exp(4 * pixels[i] / 255.0 / temperature) / sum);
    }
    return values;
  }

  private static String text(float[] values) {
    StringBuilder text = new StringBuilder();
    for (float value : values) {
      text.append(text.isEmpty() ? "" : ",").append(value);
    }
    return text.toString();
  }

  private static EmotionClassifier open(TinyModel model) {
    return new OnnxClassifierBackend().open(model.model(), BackendOptions.DEFAULT);
  }
}
