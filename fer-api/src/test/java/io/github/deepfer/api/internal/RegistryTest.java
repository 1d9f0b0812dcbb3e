package io.github.deepfer.api.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.FaceView;
import io.github.deepfer.api.FakeProvider;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.ClassifierBackend;
import io.github.deepfer.api.spi.DetectorBackend;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  @TempDir Path folder;

  @AfterEach
  void clearProperties() {
    System.clearProperty("fer.detector");
  }

  private String chosen(Optional<String> asked, Class<?>... providers) throws Exception {
    return deploy(providers).call(() -> idOf(asked));
  }

  private static String idOf(Optional<String> asked) {
    try (FaceDetector detector = Registry.load().openDetector(asked, BackendOptions.DEFAULT)) {
      return detector.info().id();
    }
  }

  private ServiceFiles deploy(Class<?>... providers) throws IOException {
    String[] names = new String[providers.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = providers[i].getName();
    }
    return new ServiceFiles(folder).with(FaceDetectorProvider.class, names);
  }

  private static String logged(Callable body) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      body.call();
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  private interface Callable {
    void call() throws Exception;
  }

  @Test
  void withoutProvidersTheErrorNamesTheDependency() {
    assertThatThrownBy(() -> chosen(Optional.empty()))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("no detector can run here; found: none")
        .hasMessageContaining("io.github.deepfer:deepfer");
    assertThat(Pipeline.providers()).isEmpty();
  }

  @Test
  void higherPriorityWinsWhateverTheOrder() throws Exception {
    assertThat(chosen(Optional.empty(), Low.class, High.class)).isEqualTo("high");
    assertThat(chosen(Optional.empty(), High.class, Low.class)).isEqualTo("high");
  }

  @Test
  void unavailableProvidersAreNotChosen() throws Exception {
    assertThat(chosen(Optional.empty(), Missing.class, Low.class)).isEqualTo("low");
  }

  @Test
  void ofEqualsTheFirstIdWinsWithAWarning() throws Exception {
    String log =
        logged(
            () ->
                assertThat(chosen(Optional.empty(), High.class, AlsoHigh.class))
                    .isEqualTo("also-high"));
    assertThat(log).contains("WARN").contains("also-high, high");
  }

  @Test
  void aClearChoiceIsNotWarnedOf() throws Exception {
    assertThat(logged(() -> chosen(Optional.empty(), High.class, Low.class, AlsoLow.class)))
        .isEmpty();
    assertThat(logged(() -> chosen(Optional.of("high"), High.class, AlsoHigh.class))).isEmpty();
  }

  @Test
  void propertyBeatsPriority() throws Exception {
    System.setProperty("fer.detector", "low");
    assertThat(chosen(Optional.empty(), High.class, Low.class)).isEqualTo("low");
  }

  @Test
  void blankPropertyIsNoChoice() throws Exception {
    System.setProperty("fer.detector", " ");
    assertThat(chosen(Optional.empty(), High.class, Low.class)).isEqualTo("high");
  }

  @Test
  void builderBeatsProperty() throws Exception {
    System.setProperty("fer.detector", "low");
    assertThat(chosen(Optional.of("high"), High.class, Low.class)).isEqualTo("high");
  }

  @Test
  void unknownIdListsEveryIdWithItsReason() {
    assertThatThrownBy(() -> chosen(Optional.of("haa"), High.class, Missing.class))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("no detector has the id haa")
        .hasMessageContaining("missing (libmissing.so is not installed), high");
  }

  @Test
  void namedProviderThatCannotRunSaysWhy() {
    assertThatThrownBy(() -> chosen(Optional.of("missing"), High.class, Missing.class))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("missing cannot run here: libmissing.so is not installed");
  }

  @Test
  void nothingAvailableListsTheReasons() {
    assertThatThrownBy(() -> chosen(Optional.empty(), Missing.class))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("missing (libmissing.so is not installed)");
  }

  @Test
  void brokenProvidersAreSkippedAndReported() throws Exception {
    ServiceFiles services =
        new ServiceFiles(folder)
            .with(
                FaceDetectorProvider.class,
                "no.such.Provider",
                Throwing.class.getName(),
                BadInitializer.class.getName(),
                NoDetector.class.getName(),
                Nameless.class.getName(),
                Low.class.getName());
    String log =
        logged(() -> assertThat(services.call(() -> idOf(Optional.empty()))).isEqualTo("low"));
    assertThat(log).contains("no.such.Provider");
    List<ProviderStatus> statuses = services.call(Pipeline::providers);
    assertThat(statuses).filteredOn(status -> status.id().equals("low")).hasSize(1);
    assertThat(statuses)
        .filteredOn(status -> status.id().equals("(broken)"))
        .hasSize(5)
        .extracting(status -> status.availability().toString())
        .anyMatch(reason -> reason.contains("no.such.Provider"))
        .anyMatch(reason -> reason.contains("Throwing") && reason.contains("on purpose"))
        .anyMatch(reason -> reason.contains("BadInitializer"))
        .anyMatch(reason -> reason.contains("NoDetector"))
        .anyMatch(reason -> reason.contains("Nameless"));
  }

  @Test
  void malformedServiceFileIsReported() throws Exception {
    ServiceFiles services =
        new ServiceFiles(folder).with(FaceDetectorProvider.class, "this is no class name");
    assertThat(services.call(Pipeline::providers))
        .singleElement()
        .satisfies(status -> assertThat(status.id()).isEqualTo("(broken)"));
    assertThatThrownBy(() -> services.call(() -> idOf(Optional.empty())))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("(broken)");
  }

  @Test
  void availabilityThatThrowsCountsAsUnavailable() throws Exception {
    assertThat(chosen(Optional.empty(), Faulty.class, Low.class)).isEqualTo("low");
    assertThatThrownBy(() -> chosen(Optional.of("faulty"), Faulty.class))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("Faulty")
        .hasMessageContaining("out of luck");
  }

  @Test
  void aLoaderThatAlwaysFailsDoesNotHang() throws Exception {
    ClassLoader failing =
        new ClassLoader(null) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("the network share is gone");
          }
        };
    List<ProviderStatus> statuses =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1), () -> ServiceFiles.callWith(failing, Pipeline::providers));
    assertThat(statuses).isNotEmpty().allMatch(status -> status.id().equals("(broken)"));
  }

  @Test
  void noContextLoaderMeansTheSystemOne() throws Exception {
    assertThat(ServiceFiles.callWith(null, Pipeline::providers)).isEmpty();
  }

  @Test
  void seenByTwoLoadersAProviderCountsOnce() throws Exception {
    assertThat(deploy(Low.class, Low.class).call(Pipeline::providers)).hasSize(1);
  }

  @Test
  void backendIsChosenByFormat() throws Exception {
    Model model = new Model("m", "fake", null, () -> new ByteArrayInputStream(new byte[0]));
    Model foreign = new Model("m", "tflite", null, () -> new ByteArrayInputStream(new byte[0]));
    ServiceFiles services =
        new ServiceFiles(folder).with(ClassifierBackend.class, FakeBackend.class);
    assertThat(services.call(() -> classifierId(model))).isEqualTo("m");
    assertThatThrownBy(() -> services.call(() -> classifierId(foreign)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("nothing here runs classifier m of format tflite")
        .hasMessageContaining("backends found: fake");
    assertThatThrownBy(
            () -> services.call(() -> Registry.load().openDetector(model, BackendOptions.DEFAULT)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("nothing here runs face detector m of format fake")
        .hasMessageContaining("backends found: none");
  }

  private static String classifierId(Model model) {
    try (EmotionClassifier classifier =
        Registry.load().openClassifier(model, BackendOptions.DEFAULT)) {
      return classifier.info().id();
    }
  }

  @Test
  void aDetectingModelIsADetectorLikeAnyOther() throws Exception {
    ServiceFiles services =
        deploy(Low.class)
            .with(DetectorBackend.class, FakeDetectorBackend.class)
            .with(ModelProvider.class, Eyes.class);
    assertThat(services.call(() -> idOf(Optional.empty()))).isEqualTo("eyes");
    assertThat(services.call(() -> idOf(Optional.of("low")))).isEqualTo("low");
    assertThat(services.call(Pipeline::providers))
        .extracting(ProviderStatus::kind, ProviderStatus::id)
        .containsExactly(
            tuple(ProviderKind.DETECTOR, "eyes"),
            tuple(ProviderKind.DETECTOR, "low"),
            tuple(ProviderKind.DETECTOR_BACKEND, "fake"));
    assertThatThrownBy(
            () ->
                services.call(
                    () ->
                        Registry.load()
                            .openClassifier(Optional.of("eyes"), BackendOptions.DEFAULT)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("no classifier has the id eyes; choose one of: none");
  }

  @Test
  void aModelThatNothingRunsIsNotChosen() throws Exception {
    ServiceFiles services = deploy(Low.class).with(ModelProvider.class, Eyes.class);
    assertThat(services.call(() -> idOf(Optional.empty()))).isEqualTo("low");
    assertThatThrownBy(() -> services.call(() -> idOf(Optional.of("eyes"))))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("detector eyes cannot run here: nothing here runs its format fake");
    services.with(DetectorBackend.class, MissingBackend.class);
    assertThat(services.call(() -> idOf(Optional.empty()))).isEqualTo("low");
    assertThatThrownBy(() -> services.call(() -> idOf(Optional.of("eyes"))))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("its backend missing cannot run: libeyes.so is not installed");
  }

  @Test
  void ofTwoModelsOfOneIdTheOneThatIsThereIsTaken() throws Exception {
    ServiceFiles services =
        deploy()
            .with(DetectorBackend.class, FakeDetectorBackend.class)
            .with(ModelProvider.class, AbsentEyes.class.getName(), Eyes.class.getName());
    assertThat(services.call(() -> idOf(Optional.of("eyes")))).isEqualTo("eyes");
    services.with(ModelProvider.class, AbsentEyes.class);
    assertThatThrownBy(() -> services.call(() -> idOf(Optional.of("eyes"))))
        .hasMessageContaining("detector eyes cannot run here: not fetched");
  }

  @Test
  void aModelWhoseFileIsDamagedIsNotChosen() throws Exception {
    ServiceFiles services =
        deploy(Low.class)
            .with(DetectorBackend.class, FakeDetectorBackend.class)
            .with(ModelProvider.class, UnreadableEyes.class);
    assertThat(services.call(() -> idOf(Optional.empty()))).isEqualTo("low");
    assertThatThrownBy(() -> services.call(() -> idOf(Optional.of("eyes"))))
        .hasMessageContaining("eyes.sha256 is missing");
  }

  @Test
  void aBrokenModelIsReportedOnceAndMayHaveBeenEither() throws Exception {
    ServiceFiles services = deploy(Low.class).with(ModelProvider.class, "no.such.Model");
    assertThat(services.call(Pipeline::providers))
        .filteredOn(status -> status.kind() == ProviderKind.MODEL)
        .singleElement()
        .satisfies(status -> assertThat(status.id()).isEqualTo("(broken)"));
    assertThatThrownBy(() -> services.call(() -> idOf(Optional.of("no-such"))))
        .hasMessageContaining("no.such.Model");
  }

  abstract static class Fake extends FakeProvider implements FaceDetectorProvider {
    Fake(String id, int priority) {
      super(id, priority);
    }

    @Override
    public FaceDetector open(BackendOptions options) {
      return new Opened(id());
    }
  }

  private record Opened(String id) implements FaceDetector, EmotionClassifier {
    @Override
    public List<DetectedFace> detect(Image image) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<EmotionProbabilities> classify(List<FaceView> faces) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Framing framing() {
      return Framing.BOX;
    }

    @Override
    public List<Emotion> labels() {
      return List.of(Emotion.HAPPY);
    }

    @Override
    public BackendInfo info() {
      return BackendInfo.builder(id).build();
    }

    @Override
    public void close() {}
  }

  public static final class High extends Fake {
    public High() {
      super("high", 50);
    }
  }

  public static final class AlsoHigh extends Fake {
    public AlsoHigh() {
      super("also-high", 50);
    }
  }

  public static final class Low extends Fake {
    public Low() {
      super("low", 10);
    }
  }

  public static final class AlsoLow extends Fake {
    public AlsoLow() {
      super("also-low", 10);
    }
  }

  public static final class Missing extends Fake {
    public Missing() {
      super("missing", 99);
    }

    @Override
    public Availability availability() {
      return new Availability.Unavailable("libmissing.so is not installed");
    }
  }

  public static final class Faulty extends Fake {
    public Faulty() {
      super("faulty", 99);
    }

    @Override
    public Availability availability() {
      throw new IllegalStateException("out of luck");
    }
  }

  public static final class Nameless extends Fake {
    public Nameless() {
      super(null, 99);
    }
  }

  public static final class Throwing extends Fake {
    public Throwing() {
      super("throwing", 99);
      throw new IllegalStateException("broken on purpose");
    }
  }

  public static final class BadInitializer extends Fake {
    static final int NUMBER = Integer.parseInt("no number");

    public BadInitializer() {
      super("bad-initializer", NUMBER);
    }
  }

  public static final class NoDetector {}

  public static final class FakeBackend extends FakeProvider implements ClassifierBackend {
    public FakeBackend() {
      super("fake", 0);
    }

    @Override
    public String format() {
      return "fake";
    }

    @Override
    public EmotionClassifier open(Model model, BackendOptions options) {
      return new Opened(model.id());
    }
  }

  public static class FakeDetectorBackend extends FakeProvider implements DetectorBackend {
    public FakeDetectorBackend() {
      this("fake");
    }

    FakeDetectorBackend(String id) {
      super(id, 0);
    }

    @Override
    public String format() {
      return "fake";
    }

    @Override
    public FaceDetector open(Model model, BackendOptions options) {
      return new Opened(model.id());
    }
  }

  public static final class MissingBackend extends FakeDetectorBackend {
    public MissingBackend() {
      super("missing");
    }

    @Override
    public Availability availability() {
      return new Availability.Unavailable("libeyes.so is not installed");
    }
  }

  public static class Eyes extends FakeProvider implements ModelProvider {
    public Eyes() {
      this(99);
    }

    Eyes(int priority) {
      super("eyes", priority);
    }

    @Override
    public Task task() {
      return Task.DETECT;
    }

    @Override
    public Model model() {
      return new Model("eyes", "fake", null, () -> new ByteArrayInputStream(new byte[0]));
    }
  }

  public static final class AbsentEyes extends Eyes {
    public AbsentEyes() {
      super(100);
    }

    @Override
    public Availability availability() {
      return new Availability.Unavailable("not fetched");
    }
  }

  public static final class UnreadableEyes extends Eyes {
    @Override
    public Model model() {
      throw new ModelException("eyes.sha256 is missing");
    }
  }
}
