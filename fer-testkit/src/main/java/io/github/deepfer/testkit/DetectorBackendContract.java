package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.DetectorBackend;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every {@link DetectorBackend} must do. */
public abstract class DetectorBackendContract extends BackendContract {
  /** For subclasses. */
  protected DetectorBackendContract() {}

  @Override
  protected abstract DetectorBackend provider();

  @Override
  String format() {
    return provider().format();
  }

  @Override
  void withOpen(Model model, Consumer<BackendInfo> body) {
    try (FaceDetector detector = provider().open(model, BackendOptions.DEFAULT)) {
      body.accept(detector.info());
    }
  }

  @Test
  void passesOverFacesBelowTheSmallestSize() {
    FaceDetectorProviderContract.assertSmallestSize(options -> provider().open(model(), options));
  }

  @Test
  void findsTheSameFacesOnOneThreadAsOnTwo() {
    Scene scene = Scenes.smallest();
    try (FaceDetector one = open(1);
        FaceDetector two = open(2)) {
      assertThat(two.detect(scene.image()))
          .as("faces of %s on two threads", scene)
          .hasSameSizeAs(one.detect(scene.image()));
    }
  }

  private FaceDetector open(int threads) {
    return provider().open(model(), BackendOptions.builder().threads(threads).build());
  }
}
