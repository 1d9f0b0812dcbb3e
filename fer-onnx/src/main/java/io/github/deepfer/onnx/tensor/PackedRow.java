package io.github.deepfer.onnx.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * A row of bytes that becomes the weighed mean of others, four bytes at a time: the compiler makes
 * vector instructions of loops over {@code int[]}, while JDK 17 makes none of loops that widen
 * bytes. Reused for row after row; not thread-safe.
 */
final class PackedRow {
  /** Every second byte of four, each with room for its products. */
  static final int LANES = 0x00ff_00ff;

  private static final int HALVES = 0x0080_0080;

  /** All bits of four bytes but the first ones, which a shift brings in from the next byte. */
  private static final int LOWER_BITS = 0x7f7f_7f7f;

  private byte[] bytes = new byte[0];

  /** The bytes, four of them an element, in whatever order costs no swaps. */
  private IntBuffer view = IntBuffer.allocate(0);

  private int[] ints = new int[0];
  private int[] next = new int[0];
  private int[] even = new int[0];
  private int[] odd = new int[0];
  private int length;
  private int count;

  /** Makes room for a row of so many bytes. */
  void resize(int bytesPerRow) {
    length = bytesPerRow;
    count = (length + Integer.BYTES - 1) / Integer.BYTES;
    if (ints.length < count) {
      ints = new int[count];
      next = new int[count];
      even = new int[count];
      odd = new int[count];
      bytes = new byte[(count + 2) * Integer.BYTES];
      view = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asIntBuffer();
    }
  }

  /** The row, and behind it at least eight bytes more. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Makes the mean of some rows the row.
   *
   * @param source where they lie
   * @param stride bytes from one to the next
   * @param axis which ones they are, and their weights
   * @param output of this output
   */
  void setMean(ByteBuffer source, int stride, ShrinkAxis axis, int output) {
    int first = 0;
    while (axis.weights(first)[output] == 0) {
      first++;
    }
    int last = axis.taps() - 1;
    while (axis.weights(last)[output] == 0) {
      last--;
    }
    int from = (axis.start(output) + first) * stride;
    if (first == last) {
      source.get(from, bytes, 0, length);
      return;
    }
    load(source, from, ints);
    int weight = axis.weights(first)[output];
    if (last == first + 1) {
      load(source, from + stride, next);
      if (weight == ShrinkAxis.ONE / 2) {
        average(ints, next, count);
      } else {
        blend(ints, next, weight, count);
      }
    } else {
      set(ints, even, odd, weight, count);
      for (int tap = first + 1; tap <= last; tap++) {
        load(source, from + (tap - first) * stride, ints);
        add(ints, even, odd, axis.weights(tap)[output], count);
      }
      round(even, odd, ints, count);
    }
    view.put(0, ints, 0, count);
  }

  private void load(ByteBuffer source, int from, int[] to) {
    source.get(from, bytes, 0, length);
    view.get(0, to, 0, count);
  }

  // These loops are vectorised as they are: without offsets, and no longer than this.

  /** What {@link #blend} gives for equal weights. */
  private static void average(int[] row, int[] next, int count) {
    for (int i = 0; i < count; i++) {
      row[i] = (row[i] | next[i]) - ((row[i] ^ next[i]) >>> 1 & LOWER_BITS);
    }
  }

  private static void blend(int[] row, int[] next, int weight, int count) {
    for (int i = 0; i < count; i++) {
      int even = next[i] & LANES;
      int odd = next[i] >>> Byte.SIZE & LANES;
      even = even * ShrinkAxis.ONE + weight * ((row[i] & LANES) - even) + HALVES;
      odd = odd * ShrinkAxis.ONE + weight * ((row[i] >>> Byte.SIZE & LANES) - odd) + HALVES;
      row[i] = (even >>> Byte.SIZE & LANES) | (odd & ~LANES);
    }
  }

  private static void set(int[] from, int[] even, int[] odd, int weight, int count) {
    for (int i = 0; i < count; i++) {
      even[i] = weight * (from[i] & LANES);
      odd[i] = weight * (from[i] >>> Byte.SIZE & LANES);
    }
  }

  private static void add(int[] from, int[] even, int[] odd, int weight, int count) {
    for (int i = 0; i < count; i++) {
      even[i] += weight * (from[i] & LANES);
      odd[i] += weight * (from[i] >>> Byte.SIZE & LANES);
    }
  }

  private static void round(int[] even, int[] odd, int[] result, int count) {
    for (int i = 0; i < count; i++) {
      result[i] = ((even[i] + HALVES) >>> Byte.SIZE & LANES) | ((odd[i] + HALVES) & ~LANES);
    }
  }
}
