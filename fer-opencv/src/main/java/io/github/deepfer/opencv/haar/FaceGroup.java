package io.github.deepfer.opencv.haar;

/**
 * A face that raw hits of a search agree on.
 *
 * @param x left edge, the mean of the hits'
 * @param y top edge, the mean of the hits'
 * @param width the mean of the hits'
 * @param height the mean of the hits'
 * @param neighbors how many hits agree
 */
record FaceGroup(int x, int y, int width, int height, int neighbors) {
  /** How far from each other what means the same face may lie, in widths. */
  static final double TOLERANCE = 0.2;

  private static final int MIN_TO_SWALLOW = 3;

  /** Whether a smaller group lies within this one and is weaker. */
  boolean swallows(FaceGroup small, int minNeighbors) {
    int dx = (int) Math.rint(width * TOLERANCE);
    int dy = (int) Math.rint(height * TOLERANCE);
    return neighbors > minNeighbors
        && small.x >= x - dx
        && small.y >= y - dy
        && small.x + small.width <= x + width + dx
        && small.y + small.height <= y + height + dy
        && (neighbors > Math.max(MIN_TO_SWALLOW, small.neighbors)
            || small.neighbors < MIN_TO_SWALLOW);
  }
}
