package io.github.deepfer.opencv.haar;

import io.github.deepfer.opencv.core.SmallestFace;

/**
 * How a cascade searches.
 *
 * @param smallestFace narrowest box
 * @param scaleFactor growth from one searched size to the next, above 1
 * @param minNeighbors raw hits that make a face
 * @param equalizeHistogram whether brightness is spread evenly first
 * @param threads how many share a search, the calling one among them
 */
record HaarOptions(
    SmallestFace smallestFace,
    double scaleFactor,
    int minNeighbors,
    boolean equalizeHistogram,
    int threads) {
  /** More would wait for the one that has the largest size, and each has memory of its own. */
  static final int MAX_THREADS = 4;

  /**
   * The picture is shrunk until the smallest face is this wide. 24 finds 1 % fewer faces in
   * FER2013, 40 no more.
   */
  static final int SEARCHED_SIZE = 30;

  private static final int SMALLEST_FACE = 30;

  int smallestFace(int width, int height) {
    return smallestFace.in(width, height, SMALLEST_FACE);
  }
}
