package io.github.deepfer.onnx.runtime;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import java.util.List;

/** Finds nobody, for tests that need a detector and no face. */
final class NobodyDetector implements FaceDetector {
  @Override
  public List<DetectedFace> detect(Image image) {
    return List.of();
  }

  @Override
  public Framing framing() {
    return Framing.BOX;
  }

  @Override
  public BackendInfo info() {
    return BackendInfo.builder("nobody").executionProvider("none").build();
  }

  @Override
  public void close() {}
}
