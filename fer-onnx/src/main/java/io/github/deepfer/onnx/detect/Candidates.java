package io.github.deepfer.onnx.detect;

import java.util.Arrays;

/**
 * Boxes that may be faces, of which non-maximum suppression keeps the surest of those that overlap.
 * Reused for picture after picture; not thread-safe.
 */
final class Candidates {
  static final int LANDMARKS = 5;

  /** Boxes that overlap more are of one face; the value of OpenCV's own YuNet example. */
  private static final float MAX_IOU = 0.3f;

  private static final int LEFT = 0;
  private static final int TOP = 1;
  private static final int RIGHT = 2;
  private static final int BOTTOM = 3;
  private static final int SCORE = 4;
  private static final int POINTS = 5;
  private static final int VALUES = POINTS + 2 * LANDMARKS;

  private float[] values = new float[64 * VALUES];
  private long[] order = new long[64];
  private int count;
  private int kept;

  void clear() {
    count = 0;
    kept = 0;
  }

  /** Adds a box by its edges; one that is no box is left out by {@link #suppress}. */
  void add(float left, float top, float right, float bottom, float score) {
    if (order.length == count) {
      values = Arrays.copyOf(values, 2 * values.length);
      order = Arrays.copyOf(order, 2 * order.length);
    }
    int at = count++ * VALUES;
    values[at + LEFT] = left;
    values[at + TOP] = top;
    values[at + RIGHT] = right;
    values[at + BOTTOM] = bottom;
    values[at + SCORE] = score;
  }

  /** Gives the box added last a landmark. */
  void landmark(int number, float x, float y) {
    int at = (count - 1) * VALUES + POINTS + 2 * number;
    values[at] = x;
    values[at + 1] = y;
  }

  /** Keeps the surest of those that overlap. */
  void suppress() {
    int sound = 0;
    for (int i = 0; i < count; i++) {
      if (area(i) > 0 && Float.isFinite(area(i))) {
        // Scores are not negative, so their bits sort as they do; the index breaks ties.
        order[sound++] = -((long) Float.floatToIntBits(values[i * VALUES + SCORE]) << 32) + i;
      }
    }
    Arrays.sort(order, 0, sound);
    kept = 0;
    for (int i = 0; i < sound; i++) {
      int candidate = (int) order[i];
      boolean isNew = true;
      for (int k = 0; isNew && k < kept; k++) {
        isNew = iou(candidate, (int) order[k]) <= MAX_IOU;
      }
      if (isNew) {
        order[kept++] = candidate;
      }
    }
  }

  /** How many were kept, the surest first. */
  int size() {
    return kept;
  }

  float left(int face) {
    return values[(int) order[face] * VALUES + LEFT];
  }

  float top(int face) {
    return values[(int) order[face] * VALUES + TOP];
  }

  float right(int face) {
    return values[(int) order[face] * VALUES + RIGHT];
  }

  float bottom(int face) {
    return values[(int) order[face] * VALUES + BOTTOM];
  }

  float score(int face) {
    return values[(int) order[face] * VALUES + SCORE];
  }

  float landmarkX(int face, int number) {
    return values[(int) order[face] * VALUES + POINTS + 2 * number];
  }

  float landmarkY(int face, int number) {
    return values[(int) order[face] * VALUES + POINTS + 2 * number + 1];
  }

  private float area(int candidate) {
    int at = candidate * VALUES;
    float width = values[at + RIGHT] - values[at + LEFT];
    float height = values[at + BOTTOM] - values[at + TOP];
    return width > 0 && height > 0 ? width * height : 0;
  }

  private float iou(int first, int second) {
    int a = first * VALUES;
    int b = second * VALUES;
    float width =
        Math.min(values[a + RIGHT], values[b + RIGHT])
            - Math.max(values[a + LEFT], values[b + LEFT]);
    float height =
        Math.min(values[a + BOTTOM], values[b + BOTTOM])
            - Math.max(values[a + TOP], values[b + TOP]);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    float overlap = width * height;
    return overlap / (area(first) + area(second) - overlap);
  }
}
