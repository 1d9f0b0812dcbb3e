package io.github.deepfer.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceView;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.benchmarks.Classifiers;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.InputSpeed;
import io.github.deepfer.onnx.tensor.PictureWriter;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard can fail. The injected losses are so large that no noise can hide them. */
class GuardTest {
  private static final Image FRAME = Frames.group(320, 240, 1);

  @SuppressWarnings("unused") // Keeps the compiler from removing the allocation.
  private static volatile byte[] allocated;

  @Test
  void slowDownAroundTheRunBreaksTheOverhead() throws Exception {
    Check check = new OverheadCheck(injecting(() -> compute(30)), "lite-int8", FRAME);
    assertThat(check.measure().kept()).isFalse();
  }

  @Test
  void slowDownOfTheRunBreaksTheSessionRun() throws Exception {
    Check check = new SessionRunCheck(injecting(() -> compute(10)), "cnn");
    assertThat(check.measure().kept()).isFalse();
  }

  @Test
  void searchOfEveryWindowBreaksTheSearch() {
    SearchCheck check =
        new SearchCheck(() -> HaarFaceDetector.builder().exhaustive(true).build(), FRAME);
    assertThat(check.measure().kept()).isFalse();
  }

  @Test
  void slowShrinkingBreaksTheInput() {
    PictureWriter writer = new PictureWriter();
    InputSpeed.Writer thrice =
        (image, spec, scale, tensor) -> {
          for (int i = 0; i < 3; i++) {
            writer.write(image, spec, scale, tensor);
          }
        };
    assertThat(new InputCheck(thrice, PixelFormat.BGR, 2 / 3.0).measure().kept()).isFalse();
  }

  @Test
  void slowQuantisedModelBreaksItsRatio() throws Exception {
    ClassifierOpener swapped =
        (model, threads) -> Classifiers.open(model.equals("lite") ? "lite-int8" : "cnn", threads);
    assertThat(new Int8Check(swapped, "lite-int8", "lite").measure().kept()).isFalse();
  }

  @Test
  void allocationBreaksTheBytesPerCall() throws Exception {
    Check check =
        new AllocationCheck(
            injecting(() -> allocated = new byte[8192]), "face", "lite-int8", FRAME);
    assertThat(check.measure().kept()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"face", "haar"})
  void allocationOfTheLibraryKeepsTheLimit(String detector) throws Exception {
    Check check = new AllocationCheck(Classifiers::open, detector, "lite-int8", FRAME);
    Finding finding = check.measure();
    assertThat(finding.kept()).isTrue();
    assertThat(finding.measured()).isGreaterThan(100);
  }

  @Test
  void callersThatWaitForEachOtherAreToldFromBusyMachine() {
    double[] gains = {1.1, 1.2, 1.1};
    assertThat(gain(gains, 2, 2, 2).kept()).isFalse();
    assertThat(gain(gains, 1.2, 1.3, 1.1).kept()).isTrue();
    assertThat(gain(new double[] {1.71}, 2).kept()).isTrue();
    assertThat(gain(new double[] {1.69}, 2).kept()).isFalse();
  }

  private static Finding gain(double[] gains, double... possible) {
    return Gain.judge("", Limit.TWO_THREADS, gains, possible);
  }

  @Test
  void coldStartIsHeldToTheRuntimes() {
    assertThat(ColdStartCheck.judge(2500, 1000).kept()).isTrue();
    assertThat(ColdStartCheck.judge(2700, 1000).kept()).isFalse();
  }

  @Test
  void batchIsHeldToTheRuntimeWhereThatGainsLess() {
    assertThat(BatchCheck.judge("", 0.69, 0.5).kept()).isTrue();
    assertThat(BatchCheck.judge("", 0.71, 0.5).kept()).isFalse();
    assertThat(BatchCheck.judge("", 1.1, 0.9).kept()).isTrue();
    assertThat(BatchCheck.judge("", 1.15, 0.9).kept()).isFalse();
  }

  @Test
  void limitIsBrokenOnlyIfItIsBrokenEachTime() throws Exception {
    assertThat(Guard.run(List.of(findings(2, 2, 2, 1)))).isTrue();
    assertThat(Guard.run(List.of(findings(2, 2, 2, 2, 1)))).isFalse();
    assertThat(Guard.run(List.of(findings(1), findings(2, 2, 2, 2)))).isFalse();
  }

  /** Measures these values one after the other, against 1. */
  private static Check findings(double... values) {
    Deque<Finding> findings = new ArrayDeque<>();
    for (double value : values) {
      findings.add(new Finding("", Limit.INT8, value, 1, ""));
    }
    return findings::remove;
  }

  private static ClassifierOpener injecting(Runnable work) {
    return (model, threads) -> new Injected(Classifiers.open(model, threads), work);
  }

  /** Keeps the processor busy for so many milliseconds of this thread's own time. */
  private static void compute(int millis) {
    long end = Clock.PROCESSOR.nanos() + 1_000_000L * millis;
    while (Clock.PROCESSOR.nanos() < end) {
      Thread.onSpinWait();
    }
  }

  /** A classifier that does something else as well in each call. */
  private record Injected(EmotionClassifier real, Runnable work) implements EmotionClassifier {
    @Override
    public List<EmotionProbabilities> classify(List<FaceView> faces) {
      work.run();
      return real.classify(faces);
    }

    @Override
    public List<Emotion> labels() {
      return real.labels();
    }

    @Override
    public BackendInfo info() {
      return real.info();
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
