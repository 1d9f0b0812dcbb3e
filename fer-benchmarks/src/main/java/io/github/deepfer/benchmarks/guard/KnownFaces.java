package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import java.util.List;

/** Finds the same faces in every picture at once, so that a call is all but detection. */
record KnownFaces(List<DetectedFace> faces, Framing framing) implements FaceDetector {
  /** What a detector found in a picture. */
  static KnownFaces foundBy(FaceDetector detector, Image image) {
    return new KnownFaces(detector.detect(image), detector.framing());
  }

  @Override
  public List<DetectedFace> detect(Image image) {
    return faces;
  }

  @Override
  public BackendInfo info() {
    return BackendInfo.builder("known").build();
  }

  @Override
  public void close() {}
}
