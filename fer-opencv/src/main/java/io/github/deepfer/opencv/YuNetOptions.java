package io.github.deepfer.opencv;

/**
 * How YuNet searches.
 *
 * @param minFaceSize narrowest box in pixels; 0 derives it from the picture
 * @param minScore least score
 */
record YuNetOptions(int minFaceSize, float minScore) {
  /** The picture is shrunk until the smallest face is this wide. */
  static final int SEARCHED_SIZE = 16;

  static final int SMALLEST_FACE = 20;
  static final int FACES_PER_SHORTER_SIDE = 20;

  int smallestFace(int width, int height) {
    return minFaceSize > 0
        ? minFaceSize
        : Math.max(SMALLEST_FACE, Math.min(width, height) / FACES_PER_SHORTER_SIDE);
  }
}
