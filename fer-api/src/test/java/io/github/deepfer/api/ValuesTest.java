package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.spi.BackendOptions;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValuesTest {
  private static final List<Emotion> TWO = List.of(Emotion.SAD, Emotion.HAPPY);

  @Test
  void boxIouIsThatOfItsPixels() {
    Random random = new Random(8);
    for (int i = 0; i < 2000; i++) {
      Box a = randomBox(random);
      Box b = randomBox(random);
      int common = 0;
      int either = 0;
      for (int x = -6; x < 12; x++) {
        for (int y = -6; y < 12; y++) {
          boolean inA = holds(a, x, y);
          boolean inB = holds(b, x, y);
          common += inA && inB ? 1 : 0;
          either += inA || inB ? 1 : 0;
        }
      }
      assertThat(a.iou(b)).as("%s %s", a, b).isCloseTo((double) common / either, within(1e-12));
      assertThat(b.iou(a)).isEqualTo(a.iou(b));
    }
  }

  private static Box randomBox(Random random) {
    return new Box(
        random.nextInt(12) - 6,
        random.nextInt(12) - 6,
        1 + random.nextInt(6),
        1 + random.nextInt(6));
  }

  private static boolean holds(Box box, int x, int y) {
    return x >= box.x() && x < box.x() + box.width() && y >= box.y() && y < box.y() + box.height();
  }

  @Test
  void boxIouSurvivesHugeBoxes() {
    int max = Integer.MAX_VALUE;
    Box huge = new Box(max, max, max, max);
    assertThat(huge.iou(huge)).isEqualTo(1);
    assertThat(huge.iou(new Box(-max, -max, max, max))).isZero();
    assertThat(huge.area()).isEqualTo((long) max * max);
  }

  @Test
  void boxesHaveASize() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Box(0, 0, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Box(0, 0, 1, -1));
  }

  @Test
  void framingIsSquareAndMovesAndScalesWithTheBox() {
    Framing framing = new Framing(0.8f, 0.05f, -0.1f);
    for (int k = 1; k <= 64; k *= 2) {
      FaceCrop crop = framing.crop(new Box(100 * k, 200 * k, 50 * k, 60 * k));
      assertThat(crop.width()).isEqualTo(crop.height()).isCloseTo(48f * k, within(0.01f * k));
      assertThat(crop.x() + crop.width() / 2).isCloseTo((125 + 2.5f) * k, within(0.01f * k));
      assertThat(crop.y() + crop.height() / 2).isCloseTo((230 - 6f) * k, within(0.01f * k));
    }
  }

  @Test
  void boxFramingOfASquareIsTheSquare() {
    assertThat(Framing.BOX.crop(new Box(3, 4, 50, 50))).isEqualTo(new FaceCrop(3, 4, 50, 50));
    assertThat(Framing.BOX.crop(new Box(3, 4, 50, 30))).isEqualTo(new FaceCrop(3, -6, 50, 50));
  }

  @Test
  void framingRefusesWhatIsNoFraming() {
    for (float bad : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Framing(bad, 0, 0));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Framing(1, Float.NaN, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Framing(1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
  }

  @Test
  void pointsAreFinite() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Point(bad, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> new Point(0, bad));
    }
  }

  @Test
  void cropScalesAroundItsCentreAndBack() {
    FaceCrop crop = new FaceCrop(10, 20, 40, 60);
    assertThat(crop.scaled(1.5f)).isEqualTo(new FaceCrop(0, 5, 60, 90));
    assertThat(crop.scaled(2).scaled(0.5f)).isEqualTo(crop);
    assertThatIllegalArgumentException().isThrownBy(() -> crop.scaled(0));
    assertThatIllegalArgumentException().isThrownBy(() -> crop.scaled(Float.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new FaceCrop(Float.NaN, 0, 1, 1));
  }

  @Test
  void wholeCropIsThePicture() {
    Image image = Image.wrap(new byte[12], 4, 3, PixelFormat.GRAY);
    assertThat(FaceCrop.whole(image)).isEqualTo(new FaceCrop(0, 0, 4, 3));
  }

  @Test
  void probabilitiesKeepWhatTheyWereGiven() {
    float[] values = {0.25f, 0.75f};
    EmotionProbabilities probabilities = EmotionProbabilities.of(TWO, values);
    values[0] = 9;
    assertThat(probabilities.asMap())
        .containsExactly(Map.entry(Emotion.HAPPY, 0.75f), Map.entry(Emotion.SAD, 0.25f));
    assertThat(probabilities.top()).isEqualTo(Emotion.HAPPY);
    assertThat(probabilities.get(Emotion.SAD)).isEqualTo(0.25f);
    assertThat(probabilities.get(Emotion.CONTEMPT)).isZero();
    assertThat(probabilities).hasToString("{happy=0.750, sad=0.250}");
    assertThat(probabilities)
        .isEqualTo(EmotionProbabilities.of(List.of(Emotion.HAPPY, Emotion.SAD), 0.75f, 0.25f))
        .hasSameHashCodeAs(EmotionProbabilities.of(TWO, 0.25f, 0.75f))
        .isNotEqualTo(EmotionProbabilities.of(TWO, 0.75f, 0.25f));
  }

  @Test
  void ofEqualProbabilitiesTheFirstLabelIsTop() {
    assertThat(EmotionProbabilities.of(TWO, 0.5f, 0.5f).top()).isEqualTo(Emotion.SAD);
  }

  @Test
  void anUnknownEmotionDiffersFromAnImprobableOne() {
    EmotionProbabilities three =
        EmotionProbabilities.of(List.of(Emotion.SAD, Emotion.HAPPY, Emotion.FEAR), 0.25f, 0.75f, 0);
    assertThat(three).isNotEqualTo(EmotionProbabilities.of(TWO, 0.25f, 0.75f));
    assertThat(three.asMap()).containsKey(Emotion.FEAR);
  }

  @Test
  void probabilitiesRefuseWhatIsNoDistribution() {
    assertBad("one value per label, got 1 values", TWO, 1);
    assertBad("one value per label", List.of());
    assertBad("probability of sad must be in [0, 1], got NaN", TWO, Float.NaN, 1);
    assertBad("probability of happy must be in [0, 1], got -0.5", TWO, 1, -0.5f);
    assertBad("must be in [0, 1], got Infinity", TWO, Float.POSITIVE_INFINITY, 0);
    assertBad("must sum to 1, got 0.9", TWO, 0.4f, 0.5f);
    assertBad("label sad comes twice", List.of(Emotion.SAD, Emotion.SAD), 0.5f, 0.5f);
  }

  private static void assertBad(String message, List<Emotion> labels, float... values) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmotionProbabilities.of(labels, values))
        .withMessageContaining(message);
  }

  @Test
  void mapIsUnmodifiable() {
    Map<Emotion, Float> map = EmotionProbabilities.of(TWO, 0.5f, 0.5f).asMap();
    assertThatThrownBy(() -> map.put(Emotion.SAD, 1f))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void labelsAreLowerCaseNames() {
    assertThat(Emotion.ofLabel("Happy")).contains(Emotion.HAPPY);
    assertThat(Emotion.ofLabel("joy")).isEmpty();
    for (Emotion emotion : Emotion.values()) {
      assertThat(emotion.label()).matches("[a-z]+");
      assertThat(Emotion.ofLabel(emotion.label())).contains(emotion);
    }
  }

  @Test
  void optionsAndLimitsRefuseNegatives() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BackendOptions.builder().minFaceSize(-1).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BackendOptions.builder().gpu(GpuPolicy.OFF).threads(-1).build());
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageLimits(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageLimits(1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DetectedFace(new Box(0, 0, 1, 1), 1.01f, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DetectedFace(new Box(0, 0, 1, 1), Float.NaN, null));
  }

  @Test
  void modelFilesTellTheirFormat(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("My Model.ONNX"), new byte[] {1, 2});
    Model model = Model.ofFile(file);
    assertThat(model.id()).isEqualTo("My Model.ONNX");
    assertThat(model.format()).isEqualTo("onnx");
    assertThat(model.sha256()).isNull();
    assertThat(model.content().open()).hasBinaryContent(new byte[] {1, 2});
  }

  @Test
  void wrongModelFilesAreModelErrors(@TempDir Path folder) throws Exception {
    Path nameless = Files.createFile(folder.resolve("model"));
    assertModelError(folder.resolve("no.onnx"), "does not exist; check the path");
    assertModelError(folder, "is not a file");
    assertModelError(nameless, "has no extension");
  }

  private static void assertModelError(Path file, String message) {
    assertThatThrownBy(() -> Model.ofFile(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void modelsCheckTheFormOfTheirHash() {
    for (String bad : List.of("", "abc", "A".repeat(64), "0".repeat(65))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new Model("m", "onnx", bad, () -> new ByteArrayInputStream(new byte[0])))
          .withMessageContaining("must be 64 lower-case hex digits");
    }
  }

  @Test
  void missingModelResourceNamesItsPlace() {
    assertThatThrownBy(() -> Model.ofResource("m", "onnx", ValuesTest.class, "no.onnx"))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "model m: no.onnx.sha256 is missing beside io.github.deepfer.api.ValuesTest; "
                + "use the released jar of the model");
  }
}
