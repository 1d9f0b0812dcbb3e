package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.Model;
import java.nio.file.Path;

/** Model files that are not ours to ship; docs/foreign-models.md tells where they come from. */
final class DetectorFiles {
  static final String YUNET = "FER_YUNET_MODEL";
  static final String ULTRAFACE = "FER_ULTRAFACE_MODEL";

  private DetectorFiles() {}

  static Path path(String variable) {
    return Path.of(System.getenv(variable));
  }

  static Model model(String variable) {
    return Model.ofFile(path(variable));
  }
}
