package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.models.lite.LiteModelProvider;
import io.github.deepfer.onnx.tensor.FacePreprocessorTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CUDA against the CPU: {@code ./mvnw -Pgpu verify -pl fer-onnx -am} on a machine with CUDA. */
@Tag("gpu")
@EnabledIf(
    value = "io.github.deepfer.onnx.Cuda#works",
    disabledReason = "no CUDA here: it needs -Pgpu, an NVIDIA GPU, CUDA 12 and cuDNN 9")
class CudaTest {
  private static final Image IMAGE = FacePreprocessorTest.picture(640, 480);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF")
  void runsWhereItIsAskedFor(GpuPolicy policy) {
    try (EmotionClassifier classifier = open(policy, Map.of())) {
      assertThat(classifier.info().executionProvider()).isEqualTo("cuda");
      assertThat(classifier.info().fallback()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 256})
  void agreesWithTheCpu(int faces) {
    try (EmotionClassifier onCpu = open(GpuPolicy.OFF, Map.of());
        EmotionClassifier onGpu =
            open(GpuPolicy.REQUIRE, Map.of("onnx.memory-limit", "" + (1L << 30)))) {
      List<EmotionProbabilities> expected = onCpu.classify(IMAGE, crops(faces));
      List<EmotionProbabilities> actual = onGpu.classify(IMAGE, crops(faces));
      for (int face = 0; face < faces; face++) {
        for (Emotion emotion : onCpu.labels()) {
          assertThat(actual.get(face).get(emotion))
              .as("%s of face %s", emotion, face)
              .isCloseTo(expected.get(face).get(emotion), within(1e-3f));
        }
      }
    }
  }

  /** Prints the ratio; a test that fails on times would fail on busy machines. */
  @Test
  void tellsItsLatency() {
    try (EmotionClassifier onCpu = open(GpuPolicy.OFF, Map.of());
        EmotionClassifier onGpu = open(GpuPolicy.REQUIRE, Map.of("onnx.warm-up", "64"))) {
      for (int faces : new int[] {1, 8, 64}) {
        System.out.printf(
            "%s faces: CUDA takes %.2f of the time of the CPU%n",
            faces, (double) nanos(onGpu, faces) / nanos(onCpu, faces));
      }
    }
  }

  private static long nanos(EmotionClassifier classifier, int faces) {
    List<FaceCrop> crops = crops(faces);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 30; i++) {
      long start = System.nanoTime();
      classifier.classify(IMAGE, crops);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  private static List<FaceCrop> crops(int faces) {
    List<FaceCrop> crops = new ArrayList<>();
    for (int i = 0; i < faces; i++) {
      crops.add(new FaceCrop(1.5f * i, 1.25f * i, 60 + i % 50, 60 + i % 70));
    }
    return crops;
  }

  private static EmotionClassifier open(GpuPolicy policy, Map<String, String> options) {
    return new OnnxClassifierBackend()
        .open(
            new LiteModelProvider().model(),
            BackendOptions.builder().gpu(policy).threads(0).options(options).build());
  }
}
