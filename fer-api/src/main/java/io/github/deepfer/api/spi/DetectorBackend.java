package io.github.deepfer.api.spi;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Model;

/** Runs face detectors of one file format. */
public interface DetectorBackend extends Provider {
  /**
   * The file format that this backend runs.
   *
   * @return for example {@code onnx}, as in {@link Model#format()}
   */
  String format();

  /**
   * Opens a model. The caller closes the detector.
   *
   * @param model a model of this {@link #format()}
   * @param options how it shall run
   * @return a detector whose {@link FaceDetector#info()} has the model's id
   * @throws io.github.deepfer.api.ProviderException if a native library is missing or an option
   *     cannot be met
   * @throws io.github.deepfer.api.ModelException if the file is missing, damaged, or no face
   *     detector that is known here
   */
  FaceDetector open(Model model, BackendOptions options);
}
