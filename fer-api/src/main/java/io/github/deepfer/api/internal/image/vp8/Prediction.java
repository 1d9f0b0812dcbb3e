package io.github.deepfer.api.internal.image.vp8;

/** What a block is expected to be, from what is above it and to the left (RFC 6386, section 12). */
final class Prediction {
  /** Of whole macroblocks. */
  static final int DC = 0;

  static final int VERTICAL = 1;
  static final int HORIZONTAL = 2;
  static final int TRUE_MOTION = 3;

  /** Of blocks of four by four, in the order of their probabilities. */
  static final int BLOCK_DC = 0;

  static final int BLOCK_TRUE_MOTION = 1;
  static final int BLOCK_VERTICAL = 2;
  static final int BLOCK_HORIZONTAL = 3;
  static final int BLOCK_LEFT_DOWN = 4;
  static final int BLOCK_RIGHT_DOWN = 5;
  static final int BLOCK_VERTICAL_RIGHT = 6;
  static final int BLOCK_VERTICAL_LEFT = 7;
  static final int BLOCK_HORIZONTAL_DOWN = 8;
  static final int BLOCK_HORIZONTAL_UP = 9;

  private static final int SIZE = 4;

  /** Where in the edge the corner is; before it the left from below, behind it what is above. */
  private static final int CORNER = 4;

  private static final int EDGE = 13;

  private final int[] edge = new int[EDGE];

  /** Predicts the luma of a macroblock, or one of its chroma blocks. */
  static void predict(Plane plane, int at, int size, int mode, boolean hasAbove, boolean hasLeft) {
    int stride = plane.stride;
    switch (mode) {
      case DC -> plane.fill(at, size, mean(plane, at, size, hasAbove, hasLeft));
      case VERTICAL -> {
        for (int y = 0; y < size; y++) {
          System.arraycopy(plane.samples, at - stride, plane.samples, at + y * stride, size);
        }
      }
      case HORIZONTAL -> {
        for (int y = 0; y < size; y++) {
          int row = at + y * stride;
          for (int x = 0; x < size; x++) {
            plane.samples[row + x] = plane.samples[row - 1];
          }
        }
      }
      default -> trueMotion(plane, at, size);
    }
  }

  private static int mean(Plane plane, int at, int size, boolean hasAbove, boolean hasLeft) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += hasAbove ? plane.get(at - plane.stride + i) : 0;
      sum += hasLeft ? plane.get(at - 1 + i * plane.stride) : 0;
    }
    int count = (hasAbove ? size : 0) + (hasLeft ? size : 0);
    return count == 0 ? 128 : (sum + count / 2) / count;
  }

  private static void trueMotion(Plane plane, int at, int size) {
    int stride = plane.stride;
    int corner = plane.get(at - stride - 1);
    for (int y = 0; y < size; y++) {
      int row = at + y * stride;
      int left = plane.get(row - 1) - corner;
      for (int x = 0; x < size; x++) {
        plane.set(row + x, left + plane.get(at - stride + x));
      }
    }
  }

  /**
   * Predicts a block of four by four.
   *
   * @param aboveRight where the four samples are that follow those above
   */
  void predict(Plane plane, int at, int mode, int aboveRight) {
    int stride = plane.stride;
    for (int i = 0; i < SIZE; i++) {
      edge[CORNER - 1 - i] = plane.get(at - 1 + i * stride);
      edge[CORNER + 1 + i] = plane.get(at - stride + i);
      edge[CORNER + 1 + SIZE + i] = plane.get(aboveRight + i);
    }
    edge[CORNER] = plane.get(at - stride - 1);
    switch (mode) {
      case BLOCK_DC -> plane.fill(at, SIZE, mean(plane, at, SIZE, true, true));
      case BLOCK_TRUE_MOTION -> trueMotion(plane, at, SIZE);
      default -> {
        for (int y = 0; y < SIZE; y++) {
          for (int x = 0; x < SIZE; x++) {
            plane.samples[at + y * stride + x] = (byte) directed(mode, x, y);
          }
        }
      }
    }
  }

  private int directed(int mode, int x, int y) {
    return switch (mode) {
      case BLOCK_VERTICAL -> three(CORNER + 1 + x);
      case BLOCK_HORIZONTAL -> y == SIZE - 1 ? lowest() : three(CORNER - 1 - y);
      case BLOCK_LEFT_DOWN ->
          x + y == 6 ? (edge[11] + 3 * edge[12] + 2) >> 2 : three(CORNER + 2 + x + y);
      case BLOCK_RIGHT_DOWN -> three(CORNER + x - y);
      case BLOCK_VERTICAL_RIGHT -> verticalRight(2 * x - y, x, y);
      case BLOCK_VERTICAL_LEFT -> verticalLeft(x, y);
      case BLOCK_HORIZONTAL_DOWN -> horizontalDown(2 * y - x, x, y);
      default -> horizontalUp(x + 2 * y);
    };
  }

  private int verticalRight(int steepness, int x, int y) {
    if (steepness < 0) {
      // Below the diagonal, from the left.
      return three(steepness == -1 ? CORNER : CORNER + 1 - y);
    }
    int first = CORNER + x - y / 2;
    return (y & 1) == 0 ? two(first) : three(first);
  }

  private int verticalLeft(int x, int y) {
    int first = CORNER + 1 + x + y / 2;
    // The last column leaves the pattern.
    if (x == SIZE - 1 && y >= 2) {
      return three(y == 2 ? CORNER + 6 : CORNER + 7);
    }
    return (y & 1) == 0 ? two(first) : three(first + 1);
  }

  private int horizontalDown(int steepness, int x, int y) {
    if (steepness < 0) {
      return three(steepness == -1 ? CORNER : CORNER - 1 + x);
    }
    int first = CORNER - 1 - y + x / 2;
    return (x & 1) == 0 ? two(first) : three(first + 1);
  }

  private int horizontalUp(int distance) {
    int first = CORNER - 1 - distance / 2;
    if (distance > 5) {
      return edge[0];
    }
    if (distance == 5) {
      return lowest();
    }
    return (distance & 1) == 0 ? two(first - 1) : three(first - 1);
  }

  private int lowest() {
    return (edge[1] + 3 * edge[0] + 2) >> 2;
  }

  /** A mean of an edge's sample and the next. */
  private int two(int first) {
    return (edge[first] + edge[first + 1] + 1) >> 1;
  }

  /** A mean of an edge's sample and both beside it. */
  private int three(int middle) {
    return (edge[middle - 1] + 2 * edge[middle] + edge[middle + 1] + 2) >> 2;
  }
}
