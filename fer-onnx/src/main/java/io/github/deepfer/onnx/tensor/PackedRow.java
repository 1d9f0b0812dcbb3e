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

  private byte[] bytes = new byte[0];

  /** The bytes, four of them an element, in whatever order costs no swaps. */
  private IntBuffer view = IntBuffer.allocate(0);

  private int[] ints = new int[0];
  private int[] even = new int[0];
  private int[] odd = new int[0];
  private int length;
  private int count;
  private int weighed;

  /** Makes room for a row of so many bytes. */
  void resize(int bytesPerRow) {
    length = bytesPerRow;
    count = (length + Integer.BYTES - 1) / Integer.BYTES;
    if (ints.length < count) {
      ints = new int[count];
      even = new int[count];
      odd = new int[count];
      bytes = new byte[(count + 1) * Integer.BYTES];
      view = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asIntBuffer();
    }
  }

  /** The row, and behind it at least four bytes more. */
  byte[] bytes() {
    return bytes;
  }

  void startMean() {
    weighed = 0;
  }

  /**
   * Adds a row to the mean.
   *
   * @param source where it lies
   * @param from its first byte
   * @param weight its share of {@link ShrinkAxis#ONE}
   */
  void addToMean(ByteBuffer source, int from, int weight) {
    if (weight > 0) {
      source.get(from, bytes, 0, length);
      if (weight < ShrinkAxis.ONE) {
        view.get(0, ints, 0, count);
        if (weighed == 0) {
          set(ints, even, odd, weight, count);
        } else {
          add(ints, even, odd, weight, count);
        }
        weighed += weight;
      }
    }
  }

  /** Makes the mean the row, which it is already if one row has all the weight. */
  void finishMean() {
    if (weighed > 0) {
      round(even, odd, ints, count);
      view.put(0, ints, 0, count);
    }
  }

  // These loops are vectorised as they are: without offsets, and no longer than this.

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
