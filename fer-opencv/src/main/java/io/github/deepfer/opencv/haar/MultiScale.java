package io.github.deepfer.opencv.haar;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** A cascade's search at all sizes, with the memory it works in. Not thread-safe. */
interface MultiScale extends AutoCloseable {
  /**
   * Finds faces.
   *
   * @param picture grey
   * @param smallestFace width in pixels
   */
  List<FaceGroup> detect(Mat picture, int smallestFace);

  @Override
  void close();
}
