package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every {@link FaceDetectorProvider} must do. */
public abstract class FaceDetectorProviderContract extends ProviderContract {
  /** For subclasses. */
  protected FaceDetectorProviderContract() {}

  @Override
  protected abstract FaceDetectorProvider provider();

  @Test
  void opensWhatItIsNamedAfter() {
    try (FaceDetector detector = provider().open(BackendOptions.DEFAULT)) {
      assertThat(detector.info().id()).isEqualTo(provider().id());
    }
  }

  @Test
  void passesOverFacesBelowTheSmallestSize() {
    assertSmallestSize(options -> provider().open(options));
  }

  static void assertSmallestSize(Function<BackendOptions, FaceDetector> opener) {
    Scene scene = Scenes.smallest();
    int widest =
        scene.faces().stream()
            .map(Scene.LabelledFace::box)
            .mapToInt(Box::width)
            .max()
            .orElseThrow();
    try (FaceDetector detector =
        opener.apply(BackendOptions.builder().minFaceSize(2 * widest).build())) {
      assertThat(detector.detect(scene.image()))
          .as("faces of %s, none of which is wider than %s pixels", scene, widest)
          .isEmpty();
    }
  }
}
