package io.github.deepfer.cli.support;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import java.util.List;
import java.util.Map;

/**
 * A detector for pictures whose faces are known: it finds what it was given. So faces that are
 * cropped already take the same way through the pipeline as those of a photo. Not thread-safe.
 */
public final class GivenFaces implements FaceDetector {
  private List<DetectedFace> faces = List.of();

  /**
   * Says where the faces of the next picture are.
   *
   * @param boxes the faces, framed as in FER2013
   */
  public void set(List<Box> boxes) {
    faces = boxes.stream().map(box -> new DetectedFace(box, 1f, null)).toList();
  }

  @Override
  public List<DetectedFace> detect(Image image) {
    return faces;
  }

  @Override
  public Framing framing() {
    return Framing.BOX;
  }

  @Override
  public BackendInfo info() {
    return new BackendInfo("given", "none", null, Map.of(), List.of());
  }

  @Override
  public void close() {
    faces = List.of();
  }
}
