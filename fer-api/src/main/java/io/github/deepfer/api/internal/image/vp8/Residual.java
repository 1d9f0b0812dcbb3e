package io.github.deepfer.api.internal.image.vp8;

import java.util.Arrays;

/** The coefficients of a macroblock, and what they add to its prediction (RFC 6386, 13 and 14). */
final class Residual {
  /** Blocks of a macroblock: sixteen of luma, four of each chroma, one of the luma's means. */
  static final int BLOCKS = 25;

  static final int U = 16;
  static final int MEANS = 24;

  private static final int COEFFICIENTS = 16;
  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
  private static final int CONTEXTS = 3;
  private static final int NODES = 11;
  private static final int KIND = 8 * CONTEXTS * NODES;

  private static final int[][] EXTRA_BITS = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private final byte[] probabilities;
  private final int[] coefficients = new int[BLOCKS * COEFFICIENTS];
  private final boolean[] some = new boolean[BLOCKS];

  Residual(byte[] probabilities) {
    this.probabilities = probabilities;
  }

  void clear() {
    Arrays.fill(coefficients, 0);
    Arrays.fill(some, false);
  }

  /**
   * Reads a block.
   *
   * @param kind 0 luma without means, 1 means, 2 chroma, 3 luma
   * @param context how many of the blocks above and to the left have coefficients
   * @return whether it has any
   */
  boolean read(BoolDecoder bits, int block, int kind, int context, int dcStep, int acStep) {
    int first = kind == 0 ? 1 : 0;
    int node = node(kind, first, context);
    int i = first;
    boolean afterZero = false;
    while (i < COEFFICIENTS) {
      if (!afterZero && bits.bit(probability(node)) == 0) {
        break;
      }
      if (bits.bit(probability(node + 1)) == 0) {
        afterZero = true;
        i++;
        node = node(kind, i, 0);
        continue;
      }
      int value = 1;
      int next = 1;
      if (bits.bit(probability(node + 2)) == 1) {
        value = large(bits, node);
        next = 2;
      }
      int signed = bits.flag() ? -value : value;
      coefficients[block * COEFFICIENTS + ZIGZAG[i]] = signed * (i == 0 ? dcStep : acStep);
      some[block] = true;
      afterZero = false;
      i++;
      node = node(kind, i, next);
    }
    return i > first;
  }

  private static int node(int kind, int coefficient, int context) {
    return kind * KIND + (BANDS[coefficient] * CONTEXTS + context) * NODES;
  }

  private int probability(int node) {
    return probabilities[node] & 0xFF;
  }

  private int large(BoolDecoder bits, int node) {
    if (bits.bit(probability(node + 3)) == 0) {
      return bits.bit(probability(node + 4)) == 0 ? 2 : 3 + bits.bit(probability(node + 5));
    }
    if (bits.bit(probability(node + 6)) == 0) {
      if (bits.bit(probability(node + 7)) == 0) {
        return 5 + bits.bit(159);
      }
      return 7 + 2 * bits.bit(165) + bits.bit(145);
    }
    int high = bits.bit(probability(node + 8));
    int category = 2 * high + bits.bit(probability(node + 9 + high));
    int extra = 0;
    for (int probability : EXTRA_BITS[category]) {
      extra = 2 * extra + bits.bit(probability);
    }
    return 3 + (8 << category) + extra;
  }

  /** Spreads the means over the blocks of luma (section 14.3). */
  void spreadMeans() {
    if (!some[MEANS]) {
      return;
    }
    int from = MEANS * COEFFICIENTS;
    int[] rows = new int[COEFFICIENTS];
    for (int i = 0; i < 4; i++) {
      int outer = coefficients[from + i] + coefficients[from + 12 + i];
      int inner = coefficients[from + 4 + i] + coefficients[from + 8 + i];
      int innerLess = coefficients[from + 4 + i] - coefficients[from + 8 + i];
      int outerLess = coefficients[from + i] - coefficients[from + 12 + i];
      rows[i] = outer + inner;
      rows[4 + i] = outerLess + innerLess;
      rows[8 + i] = outer - inner;
      rows[12 + i] = outerLess - innerLess;
    }
    for (int i = 0; i < 4; i++) {
      int first = rows[4 * i] + 3;
      int outer = first + rows[4 * i + 3];
      int inner = rows[4 * i + 1] + rows[4 * i + 2];
      int innerLess = rows[4 * i + 1] - rows[4 * i + 2];
      int outerLess = first - rows[4 * i + 3];
      mean(4 * i, outer + inner);
      mean(4 * i + 1, outerLess + innerLess);
      mean(4 * i + 2, outer - inner);
      mean(4 * i + 3, outerLess - innerLess);
    }
  }

  private void mean(int block, int sum) {
    coefficients[block * COEFFICIENTS] = sum >> 3;
    some[block] |= sum >> 3 != 0;
  }

  /** Whether anything is added to the prediction. */
  boolean isAny() {
    for (int block = 0; block < MEANS; block++) {
      if (some[block]) {
        return true;
      }
    }
    return false;
  }

  /** Adds a block to its prediction (section 14.4). */
  void add(int block, Plane plane, int at) {
    if (!some[block]) {
      return;
    }
    int from = block * COEFFICIENTS;
    int[] columns = new int[COEFFICIENTS];
    for (int i = 0; i < 4; i++) {
      int first = coefficients[from + i];
      int second = coefficients[from + 4 + i];
      int third = coefficients[from + 8 + i];
      int fourth = coefficients[from + 12 + i];
      int c = sine(second) - cosine(fourth);
      int d = cosine(second) + sine(fourth);
      columns[4 * i] = first + third + d;
      columns[4 * i + 1] = first - third + c;
      columns[4 * i + 2] = first - third - c;
      columns[4 * i + 3] = first + third - d;
    }
    for (int i = 0; i < 4; i++) {
      int first = columns[i] + 4;
      int second = columns[4 + i];
      int third = columns[8 + i];
      int fourth = columns[12 + i];
      int c = sine(second) - cosine(fourth);
      int d = cosine(second) + sine(fourth);
      int row = at + i * plane.stride;
      add(plane, row, first + third + d);
      add(plane, row + 1, first - third + c);
      add(plane, row + 2, first - third - c);
      add(plane, row + 3, first + third - d);
    }
  }

  private static void add(Plane plane, int at, int eighths) {
    plane.set(at, plane.get(at) + (eighths >> 3));
  }

  /** Times the square root of two and the cosine of pi / 8. */
  private static int cosine(int value) {
    return ((value * 20091) >> 16) + value;
  }

  /** Times the square root of two and the sine of pi / 8. */
  private static int sine(int value) {
    return (value * 35468) >> 16;
  }
}
