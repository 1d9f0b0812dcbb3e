package io.github.deepfer.opencv.haar;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RectVector;

/** A cascade's search at all sizes, with the memory it works in. Not thread-safe. */
interface MultiScale extends AutoCloseable {
  /**
   * Finds faces.
   *
   * @param picture grey
   * @param smallestFace width in pixels
   * @param faces takes the faces
   * @param neighbors takes the number of raw hits of each
   */
  void detect(Mat picture, int smallestFace, RectVector faces, IntPointer neighbors);

  @Override
  void close();
}
