package io.github.deepfer.opencv;

/**
 * How a cascade searches.
 *
 * @param minFaceSize smallest box in pixels; 0 derives it from the picture
 * @param scaleFactor growth from one searched size to the next, above 1
 * @param minNeighbors raw hits that make a face
 * @param equalizeHistogram whether brightness is spread evenly first
 */
record HaarOptions(
    int minFaceSize, double scaleFactor, int minNeighbors, boolean equalizeHistogram) {
  /**
   * The picture is shrunk until the smallest face is this wide. 24 finds 1 % fewer faces in
   * FER2013, 40 no more.
   */
  static final int SEARCHED_SIZE = 30;

  static final int SMALLEST_FACE = 30;
  static final int FACES_PER_SHORTER_SIDE = 20;

  int smallestFace(int width, int height) {
    return minFaceSize > 0
        ? minFaceSize
        : Math.max(SMALLEST_FACE, Math.min(width, height) / FACES_PER_SHORTER_SIDE);
  }
}
