package io.github.deepfer.api.spi;

import io.github.deepfer.api.FaceDetector;

/** Opens face detectors of one kind. */
public interface FaceDetectorProvider extends Provider {
  /**
   * Opens a detector. The caller closes it.
   *
   * @param options how it shall work
   * @return a detector
   * @throws io.github.deepfer.api.ProviderException if a native library is missing or an option
   *     cannot be met
   * @throws io.github.deepfer.api.ModelException if its model file is missing or damaged
   */
  FaceDetector open(DetectorOptions options);
}
