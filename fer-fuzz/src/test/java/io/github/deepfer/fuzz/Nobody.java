package io.github.deepfer.fuzz;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import java.util.List;

/** Finds no face, so that a request takes no longer than reading it. */
final class Nobody implements FaceDetector {
  @Override
  public List<DetectedFace> detect(Image image) {
    return List.of();
  }

  @Override
  public BackendInfo info() {
    return BackendInfo.builder("nobody").build();
  }

  @Override
  public Framing framing() {
    return Framing.BOX;
  }

  @Override
  public void close() {}
}
