package io.github.deepfer.api.spi;

import io.github.deepfer.api.FaceDetector;

/**
 * Opens a face detector that needs no model file. One that needs a file is a {@link ModelProvider}
 * of {@link Task#DETECT} and a {@link DetectorBackend}.
 */
public interface FaceDetectorProvider extends Provider {
  /**
   * Opens the detector. The caller closes it.
   *
   * @param options how it shall work
   * @return a detector whose {@link FaceDetector#info()} has this {@link #id()}
   * @throws io.github.deepfer.api.ProviderException if a native library is missing or an option
   *     cannot be met
   * @throws io.github.deepfer.api.ModelException if a file that it brings is damaged
   */
  FaceDetector open(BackendOptions options);
}
