package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FaceView;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every {@link EmotionClassifier} must do. */
public abstract class EmotionClassifierContract {
  /** Batches and thread counts may change the order of floating-point sums, nothing more. */
  private static final Offset<Float> SAME = within(1e-4f);

  private EmotionClassifier classifier;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // JUnit calls openSubject first
  protected EmotionClassifierContract() {}

  /**
   * Opens the subject with its defaults. The contract closes it.
   *
   * @return a new classifier
   */
  protected abstract EmotionClassifier open();

  @BeforeEach
  final void openSubject() {
    classifier = open();
  }

  @AfterEach
  final void closeSubject() {
    classifier.close();
  }

  @Test
  void knowsEachLabelOnce() {
    assertThat(classifier.labels()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(classifier.classify(noise()).asMap())
        .containsOnlyKeys(classifier.labels().toArray(Emotion[]::new));
  }

  @TestFactory
  Stream<DynamicTest> recognizesTheAverageFaces() {
    return Scenes.faces().entrySet().stream()
        .map(
            face ->
                DynamicTest.dynamicTest(
                    face.getKey().label(),
                    () -> assertEmotion(classifier.classify(face.getValue()), face.getKey())));
  }

  @TestFactory
  Stream<DynamicTest> recognizesTheFacesOfTheScenes() {
    return Scenes.all().stream()
        .map(scene -> DynamicTest.dynamicTest(scene.name(), () -> assertEmotions(scene)));
  }

  private void assertEmotions(Scene scene) {
    List<EmotionProbabilities> all = classifier.classify(scene.image(), crops(scene));
    assertThat(all).hasSameSizeAs(scene.faces());
    for (int i = 0; i < all.size(); i++) {
      assertEmotion(all.get(i), scene.faces().get(i).emotion());
    }
  }

  private static void assertEmotion(EmotionProbabilities actual, Emotion expected) {
    assertThat(actual.top()).as("emotion told from %s", actual).isEqualTo(expected);
  }

  @Test
  void probabilitiesOfAnyPictureAreFiniteAndSumToOne() {
    for (PixelFormat format : PixelFormat.values()) {
      for (int size : new int[] {1, 2, 7, 48, 301}) {
        assertDistribution(classifier.classify(Pixels.noise(size, size, format, size)));
        assertDistribution(classifier.classify(Pixels.uniform(size, 2 * size, format, 0)));
        assertDistribution(classifier.classify(Pixels.uniform(2 * size, size, format, 255)));
      }
    }
  }

  @Test
  void cropsMayReachOutsideThePicture() {
    Image image = noise();
    float width = image.width();
    float height = image.height();
    List<FaceCrop> crops =
        List.of(
            new FaceCrop(-width / 2, -height / 2, width, height),
            new FaceCrop(width / 2, height / 2, width, height),
            new FaceCrop(-width, -height, 3 * width, 3 * height),
            new FaceCrop(10 * width, 10 * height, width, height),
            new FaceCrop(1.25f, 2.75f, 0.5f, 0.5f),
            new FaceCrop(0, 0, width, 1));
    List<EmotionProbabilities> all = classifier.classify(image, crops);
    assertThat(all).hasSameSizeAs(crops).allSatisfy(EmotionClassifierContract::assertDistribution);
  }

  private static void assertDistribution(EmotionProbabilities probabilities) {
    Map<Emotion, Float> map = probabilities.asMap();
    assertThat(map.values()).allSatisfy(value -> assertThat(value).isBetween(0f, 1f));
    assertThat(map.values().stream().mapToDouble(Float::doubleValue).sum())
        .isCloseTo(1, within(1e-4));
  }

  @Test
  void batchAgreesWithSingles() {
    for (Scene scene : Scenes.all()) {
      List<FaceCrop> crops = new ArrayList<>(crops(scene));
      crops.add(FaceCrop.whole(scene.image()));
      crops.add(crops.get(0));
      List<EmotionProbabilities> batch = classifier.classify(scene.image(), crops);
      assertThat(batch).hasSameSizeAs(crops);
      for (int i = 0; i < batch.size(); i++) {
        assertSame(batch.get(i), classifier.classify(scene.image(), List.of(crops.get(i))).get(0));
      }
    }
  }

  /** More faces than fit one run, of pictures of all sizes and formats. */
  @Test
  void facesOfManyPicturesAgreeWithSingles() {
    List<FaceView> views = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      for (Scene scene : Scenes.all()) {
        crops(scene).forEach(crop -> views.add(new FaceView(scene.image(), crop)));
      }
      for (Image face : Scenes.faces().values()) {
        views.add(FaceView.whole(round % 2 == 0 ? face : Pixels.tinted(face)));
      }
      views.add(FaceView.whole(Pixels.noise(30 + round, 20, PixelFormat.BGRA, round)));
    }
    List<EmotionProbabilities> batch = classifier.classify(views);
    assertThat(batch).hasSameSizeAs(views);
    for (int i = 0; i < batch.size(); i++) {
      assertSame(batch.get(i), classifier.classify(List.of(views.get(i))).get(0));
    }
  }

  @Test
  void noFacesGiveNoResults() {
    assertThat(classifier.classify(List.of())).isEmpty();
    assertThat(classifier.classify(noise(), List.of())).isEmpty();
  }

  @Test
  void aPictureIsItsWholeCrop() {
    Image image = noise();
    assertSame(
        classifier.classify(image),
        classifier.classify(image, List.of(FaceCrop.whole(image))).get(0));
  }

  @Test
  void pixelFormatChangesNothing() {
    for (Image face : Scenes.faces().values()) {
      Image colored = Pixels.tinted(face);
      EmotionProbabilities expected = classifier.classify(colored);
      for (PixelFormat format : List.of(PixelFormat.BGR, PixelFormat.RGBA, PixelFormat.BGRA)) {
        assertSame(classifier.classify(Pixels.convert(colored, format)), expected);
      }
      assertSame(classifier.classify(Pixels.gray(face)), classifier.classify(face));
    }
  }

  @Test
  void strideOffsetAndKindOfBufferChangeNothing() {
    for (Image face : Scenes.faces().values()) {
      EmotionProbabilities expected = classifier.classify(face);
      for (int gap : new int[] {1, 13}) {
        assertSame(classifier.classify(Pixels.padded(face, gap, false)), expected);
        assertSame(classifier.classify(Pixels.padded(face, gap, true)), expected);
      }
    }
  }

  @Test
  void takesVeryLargePictures() {
    Map.Entry<Emotion, Image> face = Scenes.faces().entrySet().iterator().next();
    Image image = Pixels.enlarged(face.getValue(), 4000 / face.getValue().width() + 1);
    assertEmotion(classifier.classify(image), face.getKey());
  }

  /** Heap buffers are read-only to the subject; the memory of a direct one is open to natives. */
  @Test
  void leavesThePictureAlone() {
    for (PixelFormat format : PixelFormat.values()) {
      Image image = Pixels.direct(Pixels.noise(64, 48, format, 5));
      byte[] before = Pixels.bytes(image);
      classifier.classify(image);
      assertThat(Pixels.bytes(image)).as("bytes of a %s picture", format).isEqualTo(before);
    }
  }

  @Test
  void saysWhatRuns() {
    assertThat(classifier.info().id()).isNotBlank();
    assertThat(classifier.info().executionProvider()).isNotBlank();
    assertThat(classifier.info().libraries()).as("libraries with versions").isNotEmpty();
    assertThat(classifier.info().models())
        .as("models with their hashes")
        .isNotEmpty()
        .allSatisfy(model -> assertThat(model.sha256()).matches("[0-9a-f]{64}"));
  }

  @Test
  void eightThreadsAgreeWithOne() throws Exception {
    List<Callable<List<EmotionProbabilities>>> calls = new ArrayList<>();
    for (Scene scene : Scenes.all()) {
      calls.add(() -> classifier.classify(scene.image(), crops(scene)));
    }
    for (Image face : Scenes.faces().values()) {
      calls.add(() -> List.of(classifier.classify(face)));
    }
    Concurrency.assertThreadsAgree(calls, EmotionClassifierContract::assertSame);
  }

  @Test
  void closeWaitsForRunningCalls() throws Exception {
    Scene scene = Scenes.smallest();
    Concurrency.assertCloseDuringCalls(
        this::open,
        subject -> subject.classify(scene.image(), crops(scene)),
        EmotionClassifierContract::assertSame);
  }

  @Test
  void closesTwice() {
    classifier.close();
    classifier.close();
  }

  @Test
  void refusesUseAfterClose() {
    classifier.close();
    assertThatThrownBy(() -> classifier.classify(noise()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static List<FaceCrop> crops(Scene scene) {
    return scene.faces().stream()
        .map(
            face ->
                new FaceCrop(
                    face.box().x(), face.box().y(), face.box().width(), face.box().height()))
        .toList();
  }

  private static Image noise() {
    return Pixels.noise(80, 60, PixelFormat.RGB, 4);
  }

  private static void assertSame(
      List<EmotionProbabilities> actual, List<EmotionProbabilities> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertSame(actual.get(i), expected.get(i));
    }
  }

  private static void assertSame(EmotionProbabilities actual, EmotionProbabilities expected) {
    assertThat(actual.asMap().keySet()).isEqualTo(expected.asMap().keySet());
    actual
        .asMap()
        .forEach(
            (emotion, value) ->
                assertThat(value)
                    .as("%s of %s, expected %s", emotion, actual, expected)
                    .isCloseTo(expected.get(emotion), SAME));
  }
}
