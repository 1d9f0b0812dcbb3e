package io.github.deepfer.opencv.yunet;

import io.github.deepfer.opencv.core.SmallestFace;

/**
 * How YuNet searches.
 *
 * @param smallestFace narrowest box
 * @param minScore least score
 */
record YuNetOptions(SmallestFace smallestFace, float minScore) {
  /** The picture is shrunk until the smallest face is this wide. */
  static final int SEARCHED_SIZE = 16;

  private static final int SMALLEST_FACE = 20;

  int smallestFace(int width, int height) {
    return smallestFace.in(width, height, SMALLEST_FACE);
  }
}
