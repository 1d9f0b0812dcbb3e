package io.github.deepfer.onnx.detect;

import java.util.Arrays;

/**
 * Boxes that may be faces, of which non-maximum suppression keeps the surest of those that show one
 * face. Reused for picture after picture; not thread-safe.
 */
final class Candidates {
  static final int LANDMARKS = 5;

  /** Boxes that overlap more may be of one face; the value of OpenCV's own YuNet example. */
  private static final float MAX_IOU = 0.3f;

  /**
   * Of one face, the landmarks of two boxes have centres nearer than this, in widths of the
   * narrower one; those of two people cheek to cheek are half a face apart, and more. (In street
   * pictures no two labelled faces overlap by an IoU of more than 0.14, with centres nearer than
   * 0.85.)
   */
  private static final float MAX_DISTANCE = 0.45f;

  private static final int LEFT = 0;
  private static final int TOP = 1;
  private static final int RIGHT = 2;
  private static final int BOTTOM = 3;
  private static final int SCORE = 4;
  private static final int POINTS = 5;
  private static final int VALUES = POINTS + 2 * LANDMARKS;

  private float[] values = new float[64 * VALUES];
  private float[] sums = new float[64 * VALUES];
  private long[] order = new long[64];
  private int count;
  private int kept;

  void clear() {
    count = 0;
    kept = 0;
  }

  /**
   * Adds a box by its edges, without landmarks; one that is no box is left out by {@link
   * #suppress}.
   */
  void add(float left, float top, float right, float bottom, float score) {
    if (order.length == count) {
      values = Arrays.copyOf(values, 2 * values.length);
      sums = new float[values.length];
      order = Arrays.copyOf(order, 2 * order.length);
    }
    int at = count++ * VALUES;
    values[at + LEFT] = left;
    values[at + TOP] = top;
    values[at + RIGHT] = right;
    values[at + BOTTOM] = bottom;
    values[at + SCORE] = score;
    Arrays.fill(values, at + POINTS, at + VALUES, Float.NaN);
  }

  /** Gives the box added last a landmark. */
  void landmark(int number, float x, float y) {
    int at = (count - 1) * VALUES + POINTS + 2 * number;
    values[at] = x;
    values[at + 1] = y;
  }

  /**
   * Keeps the surest of those that show one face, moved to the mean of them all, weighed by their
   * scores: which cell of a net's grid is the surest changes as a face moves by a pixel, their mean
   * hardly does.
   */
  void suppress() {
    int sound = sort();
    kept = 0;
    for (int i = 0; i < sound; i++) {
      int candidate = (int) order[i];
      int face = 0;
      while (face < kept && !isSameFace((int) order[face], candidate)) {
        face++;
      }
      if (face == kept) {
        order[kept++] = candidate;
        Arrays.fill(sums, face * VALUES, (face + 1) * VALUES, 0);
      }
      addTo(face, candidate);
    }
    for (int face = 0; face < kept; face++) {
      if (sums[face * VALUES + SCORE] > score(face)) {
        average(face);
      }
    }
  }

  /** Puts the sound ones into {@link #order}, the surest first. */
  private int sort() {
    int sound = 0;
    for (int i = 0; i < count; i++) {
      if (area(i) > 0 && Float.isFinite(area(i))) {
        // Scores are not negative, so their bits sort as they do; the index breaks ties.
        order[sound++] = -((long) Float.floatToIntBits(values[i * VALUES + SCORE]) << 32) + i;
      }
    }
    Arrays.sort(order, 0, sound);
    return sound;
  }

  private boolean isSameFace(int first, int second) {
    return iou(first, second) > MAX_IOU && !(distance(first, second) > MAX_DISTANCE);
  }

  /** Between the centres of the landmarks, in widths of the narrower box; NaN without landmarks. */
  private float distance(int first, int second) {
    float x = 0;
    float y = 0;
    for (int i = 0; i < LANDMARKS; i++) {
      x += values[first * VALUES + POINTS + 2 * i] - values[second * VALUES + POINTS + 2 * i];
      y +=
          values[first * VALUES + POINTS + 2 * i + 1]
              - values[second * VALUES + POINTS + 2 * i + 1];
    }
    return (float) Math.hypot(x, y) / LANDMARKS / Math.min(width(first), width(second));
  }

  /** The sum of the scores stands where a candidate has its score. */
  private void addTo(int face, int candidate) {
    float weight = values[candidate * VALUES + SCORE];
    for (int i = 0; i < VALUES; i++) {
      sums[face * VALUES + i] += i == SCORE ? weight : weight * values[candidate * VALUES + i];
    }
  }

  /** All but the score, which stays that of the surest. */
  private void average(int face) {
    int at = (int) order[face] * VALUES;
    for (int i = 0; i < VALUES; i++) {
      if (i != SCORE) {
        values[at + i] = sums[face * VALUES + i] / sums[face * VALUES + SCORE];
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

  private float width(int candidate) {
    return values[candidate * VALUES + RIGHT] - values[candidate * VALUES + LEFT];
  }

  private float area(int candidate) {
    int at = candidate * VALUES;
    float width = width(candidate);
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
