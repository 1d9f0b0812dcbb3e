package io.github.deepfer.opencv.core;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import java.util.List;

/** What looks for faces, with the memory it works in. Not thread-safe. */
public interface Search extends AutoCloseable {
  List<DetectedFace> detect(Image image);

  @Override
  void close();
}
