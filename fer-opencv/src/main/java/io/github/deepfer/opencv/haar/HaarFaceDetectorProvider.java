package io.github.deepfer.opencv.haar;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.FaceDetectorProvider;

/** Opens {@link HaarFaceDetector}s with the size and the threads of the options. */
public final class HaarFaceDetectorProvider implements FaceDetectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public HaarFaceDetectorProvider() {}

  @Override
  public String id() {
    return HaarFaceDetector.ID;
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public Availability availability() {
    return Availability.AVAILABLE;
  }

  @Override
  public FaceDetector open(BackendOptions options) {
    return HaarFaceDetector.builder()
        .minFaceSize(options.minFaceSize())
        .threads(options.threads())
        .build();
  }
}
