package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.spi.DetectorOptions;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import org.junit.jupiter.api.Test;

/** What every {@link FaceDetectorProvider} must do. */
public abstract class FaceDetectorProviderContract extends ProviderContract {
  /** For subclasses. */
  protected FaceDetectorProviderContract() {}

  @Override
  protected abstract FaceDetectorProvider provider();

  @Test
  void opensWhatItIsNamedAfter() {
    try (FaceDetector detector = provider().open(DetectorOptions.DEFAULT)) {
      assertThat(detector.info().id()).isEqualTo(provider().id());
    }
  }

  @Test
  void passesOverFacesBelowTheSmallestSize() {
    Scene scene = Scenes.smallest();
    int widest =
        scene.faces().stream()
            .map(Scene.LabelledFace::box)
            .mapToInt(Box::width)
            .max()
            .orElseThrow();
    try (FaceDetector detector = provider().open(new DetectorOptions(2 * widest))) {
      assertThat(detector.detect(scene.image()))
          .as("faces of %s, none of which is wider than %s pixels", scene, widest)
          .isEmpty();
    }
  }
}
