package io.github.deepfer.opencv.core;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import java.util.Comparator;
import java.util.List;

/** What looks for faces, with the memory it works in. Not thread-safe. */
public interface Search extends AutoCloseable {
  /** Highest score first; of equals the upper, then the left, then the narrower one. */
  Comparator<DetectedFace> ORDER =
      Comparator.comparing(DetectedFace::score)
          .reversed()
          .thenComparing(face -> face.box().y())
          .thenComparing(face -> face.box().x())
          .thenComparing(face -> face.box().width());

  List<DetectedFace> detect(Image image);

  @Override
  void close();
}
