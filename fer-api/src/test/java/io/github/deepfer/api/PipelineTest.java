package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.github.deepfer.api.FaceQuality.Flaw;
import io.github.deepfer.api.FaceQuality.Limits;
import io.github.deepfer.api.internal.ServiceFiles;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.ClassifierBackend;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;
import io.github.deepfer.api.support.CloseGuard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  private static final List<Emotion> LABELS = List.of(Emotion.HAPPY, Emotion.SAD);
  private static final Image IMAGE = Image.wrap(new byte[80 * 60], 80, 60, PixelFormat.GRAY);

  /** What the providers below opened and with what. */
  private static final List<FakeDetector> DETECTORS = new ArrayList<>();

  private static final List<FakeClassifier> CLASSIFIERS = new ArrayList<>();
  private static RuntimeException classifierFailure;
  private static CyclicBarrier meeting;

  @TempDir Path folder;

  @BeforeEach
  void reset() {
    DETECTORS.clear();
    CLASSIFIERS.clear();
    classifierFailure = null;
    meeting = null;
  }

  /** Waits until the other is being opened, too, if that is what is tested. */
  private static void meet() {
    if (meeting != null) {
      try {
        meeting.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException("opened one after the other", e);
      }
    }
  }

  private static final class FakeDetector implements FaceDetector {
    final BackendOptions options;
    final AtomicInteger closes = new AtomicInteger();
    Function<Image, List<DetectedFace>> body = image -> List.of();

    FakeDetector(BackendOptions options) {
      this.options = options;
    }

    @Override
    public List<DetectedFace> detect(Image image) {
      return body.apply(image);
    }

    @Override
    public Framing framing() {
      return new Framing(0.5f, 0, 0);
    }

    @Override
    public BackendInfo info() {
      return BackendInfo.builder("fake-detector").build();
    }

    @Override
    public void close() {
      closes.incrementAndGet();
    }
  }

  /** Finds a face the happier the further to the left it is. */
  private static final class FakeClassifier implements EmotionClassifier {
    final Model model;
    final BackendOptions options;
    final AtomicInteger closes = new AtomicInteger();
    final List<List<FaceView>> calls = new ArrayList<>();

    FakeClassifier(Model model, BackendOptions options) {
      this.model = model;
      this.options = options;
    }

    @Override
    public List<EmotionProbabilities> classify(List<FaceView> faces) {
      calls.add(faces);
      return faces.stream()
          .map(face -> face.crop().x() / face.image().width())
          .map(sad -> EmotionProbabilities.of(LABELS, 1 - sad, sad))
          .toList();
    }

    @Override
    public List<Emotion> labels() {
      return LABELS;
    }

    @Override
    public BackendInfo info() {
      return BackendInfo.builder("fake-classifier").executionProvider("abacus").build();
    }

    @Override
    public void close() {
      closes.incrementAndGet();
    }
  }

  public static final class DetectorProvider extends FakeProvider implements FaceDetectorProvider {
    public DetectorProvider() {
      super("fake-detector", 1);
    }

    @Override
    public FaceDetector open(BackendOptions options) {
      meet();
      DETECTORS.add(new FakeDetector(options));
      return DETECTORS.get(DETECTORS.size() - 1);
    }
  }

  public static final class Backend extends FakeProvider implements ClassifierBackend {
    public Backend() {
      super("fake-backend", 1);
    }

    @Override
    public String format() {
      return "fake";
    }

    @Override
    public EmotionClassifier open(Model model, BackendOptions options) {
      meet();
      if (classifierFailure != null) {
        throw classifierFailure;
      }
      CLASSIFIERS.add(new FakeClassifier(model, options));
      return CLASSIFIERS.get(CLASSIFIERS.size() - 1);
    }
  }

  public static final class FakeModel extends FakeProvider implements ModelProvider {
    public FakeModel() {
      super("fake-model", 1);
    }

    @Override
    public Task task() {
      return Task.CLASSIFY;
    }

    @Override
    public Model model() {
      return new Model("fake-model", "fake", null, () -> new ByteArrayInputStream(new byte[0]));
    }
  }

  private Pipeline build(PipelineBuilder builder) throws Exception {
    return new ServiceFiles(folder)
        .with(FaceDetectorProvider.class, DetectorProvider.class)
        .with(ClassifierBackend.class, Backend.class)
        .with(ModelProvider.class, FakeModel.class)
        .call(builder::build);
  }

  private static DetectedFace face(int x, float score) {
    return new DetectedFace(new Box(x, 20, 20, 20), score, null);
  }

  @Test
  void passesTheOptionsOn() throws Exception {
    build(Pipeline.builder().minFaceSize(33).threads(2).gpu(GpuPolicy.PREFER)).close();
    BackendOptions expected =
        BackendOptions.builder().minFaceSize(33).threads(2).gpu(GpuPolicy.PREFER).build();
    assertThat(DETECTORS.get(0).options).isEqualTo(expected);
    assertThat(CLASSIFIERS.get(0).options).isEqualTo(expected);
    assertThat(CLASSIFIERS.get(0).model.id()).isEqualTo("fake-model");
  }

  @Test
  void optionsOfOneSideCountMoreThanThoseOfBoth() throws Exception {
    build(
            Pipeline.builder()
                .detectorOption("fake.device", "1")
                .classifierOption("fake.device", "2")
                .classifierOption("fake.heat", "high")
                .option("fake.device", "0")
                .option("fake.ink", "red")
                .head("people"))
        .close();
    assertThat(DETECTORS.get(0).options.options())
        .isEqualTo(Map.of("fake.device", "1", "fake.ink", "red"));
    assertThat(CLASSIFIERS.get(0).options.options())
        .isEqualTo(Map.of("fake.device", "2", "fake.ink", "red", "fake.heat", "high"));
    assertThat(CLASSIFIERS.get(0).options.head()).isEqualTo("people");
  }

  @Test
  void refusesBadOptions() {
    PipelineBuilder builder = Pipeline.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.minFaceSize(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.minScore(1.5f));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.minScore(Float.NaN));
  }

  @Test
  void closesWhatItOpenedAndOnlyOnce() throws Exception {
    Pipeline pipeline = build(Pipeline.builder());
    pipeline.close();
    pipeline.close();
    assertThat(DETECTORS.get(0).closes).hasValue(1);
    assertThat(CLASSIFIERS.get(0).closes).hasValue(1);
  }

  @Test
  void leavesOpenWhatItWasHanded() throws Exception {
    FakeDetector detector = new FakeDetector(BackendOptions.DEFAULT);
    FakeClassifier classifier = new FakeClassifier(new FakeModel().model(), BackendOptions.DEFAULT);
    build(Pipeline.builder().detector(detector).classifier(classifier)).close();
    assertThat(detector.closes).hasValue(0);
    assertThat(classifier.closes).hasValue(0);
    assertThat(DETECTORS).isEmpty();
    assertThat(CLASSIFIERS).isEmpty();
    build(Pipeline.builder().detector(detector)).close();
    assertThat(detector.closes).hasValue(0);
    assertThat(CLASSIFIERS.get(0).closes).hasValue(1);
  }

  @Test
  void theLastChoiceCounts() throws Exception {
    FakeDetector handed = new FakeDetector(BackendOptions.DEFAULT);
    FakeClassifier classifier = new FakeClassifier(new FakeModel().model(), BackendOptions.DEFAULT);
    Model file = new Model("file", "fake", null, () -> new ByteArrayInputStream(new byte[0]));
    build(Pipeline.builder().detector(handed).detector("fake-detector")).close();
    assertThat(DETECTORS).hasSize(1);
    build(Pipeline.builder().classifier(classifier).classifier(file)).close();
    assertThat(CLASSIFIERS.get(1).model).isSameAs(file);
    build(Pipeline.builder().classifier(file).classifier("fake-model")).close();
    assertThat(CLASSIFIERS.get(2).model.id()).isEqualTo("fake-model");
    build(Pipeline.builder().classifier(file).classifier(classifier)).close();
    assertThat(CLASSIFIERS).hasSize(3);
  }

  @Test
  void detectorAndClassifierAreOpenedSideBySide() throws Exception {
    meeting = new CyclicBarrier(2);
    build(Pipeline.builder()).close();
    assertThat(DETECTORS.get(0).closes).hasValue(1);
    assertThat(CLASSIFIERS.get(0).closes).hasValue(1);
  }

  @Test
  void failedBuildClosesTheClassifier() {
    assertThatThrownBy(() -> build(Pipeline.builder().detector("no-such")))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("no-such");
    assertThat(CLASSIFIERS.get(0).closes).hasValue(1);
  }

  @Test
  void failedBuildClosesTheDetector() {
    classifierFailure = new ModelException("model fake-model is damaged");
    assertThatThrownBy(() -> build(Pipeline.builder())).isSameAs(classifierFailure);
    assertThat(DETECTORS.get(0).closes).hasValue(1);
  }

  @Test
  void failedBuildLeavesAHandedDetectorOpen() {
    FakeDetector handed = new FakeDetector(BackendOptions.DEFAULT);
    assertThatThrownBy(() -> build(Pipeline.builder().detector(handed).classifier("no-such")))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("no classifier has the id no-such; choose one of: fake-model");
    assertThatThrownBy(() -> build(Pipeline.builder().detector(handed).classifier("lite")))
        .hasMessageContaining(
            "no classifier has the id lite; add io.github.deepfer:fer-model-lite, or choose one"
                + " of: fake-model");
    assertThat(handed.closes).hasValue(0);
  }

  @Test
  void analysisReadsFromLeftToRightAndDropsUnsureFaces() throws Exception {
    try (Pipeline pipeline = build(Pipeline.builder().minScore(0.5f))) {
      DETECTORS.get(0).body =
          image -> List.of(face(50, 0.9f), face(10, 0.5f), face(30, 0.49f), face(0, 0f));
      Analysis analysis = pipeline.analyze(IMAGE);
      assertThat(analysis.width()).isEqualTo(80);
      assertThat(analysis.height()).isEqualTo(60);
      assertThat(analysis.faces()).extracting(Face::box).extracting(Box::x).containsExactly(10, 50);
      assertThat(analysis.faces()).extracting(Face::id).containsExactly(1, 2);
      assertThat(analysis.faces())
          .extracting(Face::emotion)
          .containsExactly(Emotion.HAPPY, Emotion.SAD);
      assertThat(analysis.faces()).extracting(Face::score).containsExactly(0.5f, 0.9f);
      assertThat(CLASSIFIERS.get(0).calls)
          .as("one batch, framed as the detector says")
          .containsExactly(
              List.of(
                  new FaceView(IMAGE, new FaceCrop(15, 25, 10, 10)),
                  new FaceView(IMAGE, new FaceCrop(55, 25, 10, 10))));
    }
  }

  @Test
  void everyFaceSaysHowWellItCanBeSeen() throws Exception {
    try (Pipeline pipeline = build(Pipeline.builder())) {
      DETECTORS.get(0).body = image -> List.of(face(10, 0.5f));
      Analysis analysis = pipeline.analyze(IMAGE);
      assertThat(analysis.faces())
          .extracting(Face::quality)
          .as("a flat face of 20 pixels")
          .containsExactly(new FaceQuality(20, 0, null, 0.5f, Set.of(Flaw.SMALL, Flaw.BLURRED)));
      assertThat(analysis.rejected()).isEmpty();
      assertThat(pipeline.classify(IMAGE, pipeline.detect(IMAGE))).isEqualTo(analysis.faces());
    }
  }

  @Test
  void whatFallsShortOfTheLeastQualityIsListedAndNotClassified() throws Exception {
    Limits limits = new Limits(15, 0, 90, 90);
    DetectedFace small = new DetectedFace(new Box(2, 20, 14, 20), 0.9f, null);
    try (Pipeline pipeline = build(Pipeline.builder().minQuality(limits))) {
      DETECTORS.get(0).body = image -> List.of(small, face(50, 0.8f), face(20, 0.7f));
      Analysis analysis = pipeline.analyze(IMAGE);
      assertThat(analysis.faces()).extracting(Face::id).containsExactly(1, 2);
      assertThat(analysis.faces()).extracting(Face::box).extracting(Box::x).containsExactly(20, 50);
      assertThat(analysis.faces()).allMatch(face -> face.quality().usable());
      assertThat(analysis.rejected())
          .containsExactly(
              new RejectedFace(small, new FaceQuality(14, 0, null, 0.9f, Set.of(Flaw.SMALL))));
      assertThat(CLASSIFIERS.get(0).calls).singleElement(LIST).hasSize(2);
      assertThat(pipeline.analyze(List.of(IMAGE, IMAGE))).containsExactly(analysis, analysis);
      assertThat(pipeline.detect(IMAGE)).extracting(DetectedFace::box).doesNotContain(small.box());
      assertThat(pipeline.classify(IMAGE, List.of(small)))
          .as("who asks for a face gets its emotion")
          .singleElement()
          .satisfies(face -> assertThat(face.quality().usable()).isFalse());
    }
  }

  @Test
  void withoutFacesTheClassifierIsNotCalled() throws Exception {
    try (Pipeline pipeline = build(Pipeline.builder().minScore(0.5f))) {
      assertThat(pipeline.analyze(IMAGE).faces()).isEmpty();
      DETECTORS.get(0).body = image -> List.of(face(1, 0.1f));
      assertThat(pipeline.analyze(IMAGE).faces()).isEmpty();
      assertThat(CLASSIFIERS.get(0).calls).isEmpty();
    }
  }

  @Test
  void listsKeepTheirOrder() throws Exception {
    try (Pipeline pipeline = build(Pipeline.builder())) {
      Image other = Image.wrap(new byte[6], 3, 2, PixelFormat.GRAY);
      assertThat(pipeline.analyze(List.of(other, IMAGE, other)))
          .extracting(Analysis::width)
          .containsExactly(3, 80, 3);
    }
  }

  @Test
  void facesOfSeveralPicturesAreClassifiedTogether() throws Exception {
    Image other = Image.wrap(new byte[2 * 50], 2, 50, PixelFormat.GRAY);
    try (Pipeline pipeline = build(Pipeline.builder())) {
      DETECTORS.get(0).body =
          image -> image == IMAGE ? List.of(face(50, 0.9f), face(10, 0.5f)) : List.of();
      List<Analysis> together = pipeline.analyze(List.of(other, IMAGE, other, IMAGE));
      assertThat(CLASSIFIERS.get(0).calls).singleElement().asInstanceOf(LIST).hasSize(4);
      assertThat(together)
          .containsExactly(
              pipeline.analyze(other),
              pipeline.analyze(IMAGE),
              pipeline.analyze(other),
              pipeline.analyze(IMAGE));
      assertThat(together.get(3).faces()).extracting(Face::id).containsExactly(1, 2);
    }
  }

  @Test
  void oneSideIsOpenedAlone() throws Exception {
    ServiceFiles onlyModels =
        new ServiceFiles(folder)
            .with(ClassifierBackend.class, Backend.class)
            .with(ModelProvider.class, FakeModel.class);
    EmotionClassifier classifier =
        onlyModels.call(() -> Pipeline.builder().threads(3).openClassifier());
    assertThat(classifier).isSameAs(CLASSIFIERS.get(0));
    assertThat(CLASSIFIERS.get(0).options.threads()).isEqualTo(3);
    assertThat(DETECTORS).isEmpty();
    assertThat(Pipeline.builder().classifier(classifier).openClassifier()).isSameAs(classifier);
    assertThat(CLASSIFIERS.get(0).closes).hasValue(0);
  }

  @Test
  void aDetectorIsOpenedAlone() throws Exception {
    ServiceFiles onlyDetectors =
        new ServiceFiles(folder).with(FaceDetectorProvider.class, DetectorProvider.class);
    assertThat(onlyDetectors.call(() -> Pipeline.builder().openDetector()))
        .isSameAs(DETECTORS.get(0));
    assertThat(CLASSIFIERS).isEmpty();
  }

  @Test
  void streamsArePulledFrameByFrame() throws Exception {
    try (Pipeline pipeline = build(Pipeline.builder())) {
      AtomicInteger pulled = new AtomicInteger();
      AtomicInteger closed = new AtomicInteger();
      Stream<Image> endless =
          Stream.generate(
                  () -> {
                    pulled.incrementAndGet();
                    return IMAGE;
                  })
              .onClose(closed::incrementAndGet);
      try (Stream<Analysis> analyses = pipeline.analyze(endless)) {
        assertThat(pulled).hasValue(0);
        Iterator<Analysis> results = analyses.iterator();
        results.next();
        assertThat(pulled).hasValue(1);
        results.next();
        assertThat(pulled).hasValue(2);
      }
      assertThat(closed).hasValue(1);
    }
  }

  @Test
  void useAfterCloseIsRefused() throws Exception {
    Pipeline pipeline = build(Pipeline.builder());
    pipeline.close();
    assertThatThrownBy(() -> pipeline.analyze(IMAGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pipeline is closed; open a new one");
    assertThatThrownBy(() -> pipeline.analyze(Stream.of(IMAGE)).toList())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closeFromWithinItsOwnCallIsRefused() throws Exception {
    try (Pipeline pipeline = build(Pipeline.builder())) {
      DETECTORS.get(0).body =
          image -> {
            pipeline.close();
            return List.of();
          };
      assertThatThrownBy(() -> pipeline.analyze(IMAGE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("from within its own call");
      assertThat(DETECTORS.get(0).closes).hasValue(0);
    }
  }

  @Test
  void closeWaitsForRunningCalls() throws Exception {
    Pipeline pipeline = build(Pipeline.builder());
    FakeDetector detector = DETECTORS.get(0);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicInteger closesDuringTheCall = new AtomicInteger(-1);
    detector.body =
        image -> {
          entered.countDown();
          await(leave);
          closesDuringTheCall.set(detector.closes.get());
          return List.of();
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Analysis> call = threads.submit(() -> pipeline.analyze(IMAGE));
      await(entered);
      AtomicReference<Thread> closer = new AtomicReference<>();
      Future<?> close =
          threads.submit(
              () -> {
                closer.set(Thread.currentThread());
                pipeline.close();
              });
      awaitBlocked(closer);
      leave.countDown();
      assertThat(call.get(60, TimeUnit.SECONDS).faces()).isEmpty();
      close.get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
    assertThat(closesDuringTheCall).as("closes of the detector while it ran").hasValue(0);
    assertThat(detector.closes).hasValue(1);
  }

  @Test
  void allIsClosedEvenIfOneFails() {
    List<String> closed = new ArrayList<>();
    IllegalStateException first = new IllegalStateException("first");
    AutoCloseable failing =
        () -> {
          closed.add("first");
          throw first;
        };
    AutoCloseable checked =
        () -> {
          closed.add("second");
          throw new IOException("disk");
        };
    assertThatThrownBy(
            () -> PipelineBuilder.closeAll(List.of(failing, checked, () -> closed.add("third"))))
        .isSameAs(first)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("first", "second", "third");
  }

  @Test
  void runtimeInfoSaysWhatRuns() throws Exception {
    try (Pipeline pipeline = build(Pipeline.builder())) {
      RuntimeInfo info = pipeline.runtimeInfo();
      assertThat(info.detector().id()).isEqualTo("fake-detector");
      assertThat(info.classifier().id()).isEqualTo("fake-classifier");
      assertThat(info.executionProvider()).isEqualTo("abacus");
    }
  }

  @Test
  void providersListsEveryKindAndOpensNothing() throws Exception {
    build(Pipeline.builder()).close();
    DETECTORS.clear();
    CLASSIFIERS.clear();
    List<ProviderStatus> statuses = new ServiceFiles(folder).call(Pipeline::providers);
    assertThat(statuses)
        .extracting(ProviderStatus::kind, ProviderStatus::id)
        .containsExactly(
            tuple(ProviderKind.DETECTOR, "fake-detector"),
            tuple(ProviderKind.CLASSIFIER, "fake-model"),
            tuple(ProviderKind.CLASSIFIER_BACKEND, "fake-backend"));
    assertThat(DETECTORS).isEmpty();
    assertThat(CLASSIFIERS).isEmpty();
  }

  @Test
  void guardLetsCallsRunSideBySide() throws Exception {
    CloseGuard guard = new CloseGuard("subject");
    CountDownLatch both = new CountDownLatch(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Runnable call =
          () ->
              guard.call(
                  () -> {
                    both.countDown();
                    await(both);
                    return 0;
                  });
      Future<?> one = threads.submit(call);
      Future<?> two = threads.submit(call);
      one.get(60, TimeUnit.SECONDS);
      two.get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until it waits for the lock, the closer could be closing. */
  private static void awaitBlocked(AtomicReference<Thread> thread) {
    while (thread.get() == null || thread.get().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
