package io.github.deepfer.api.spi;

import io.github.deepfer.api.FaceDetector;
import org.jspecify.annotations.Nullable;

/** Opens face detectors of one kind. */
public interface FaceDetectorProvider extends Provider {
  /**
   * The file format of the models that users may hand it in {@link DetectorOptions#model()}. With
   * such a file it must be able to run even where {@link #availability()} misses one.
   *
   * @return for example {@code onnx}, as in {@link Model#format()}; null, the default, if it takes
   *     none
   */
  default @Nullable String format() {
    return null;
  }

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
