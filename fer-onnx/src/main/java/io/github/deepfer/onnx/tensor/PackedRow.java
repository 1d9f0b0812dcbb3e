package io.github.deepfer.onnx.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * A row of bytes that becomes the weighed mean of others, eight bytes at a time: the compiler makes
 * vector instructions of loops over {@code long[]}, while JDK 17 makes none of loops that widen
 * bytes. Reused for row after row; not thread-safe.
 */
final class PackedRow {
  /** The most pixels that {@link #addToMean} averages. */
  static final int MAX_NEIGHBOURS = 3;

  /** What weights sum to; a byte times this fits a lane of 16 bits. */
  private static final int ONE = 256;

  /** Every second byte of eight, each with room for its products. */
  private static final long LANES = 0x00ff_00ff_00ff_00ffL;

  private static final long HALVES = 0x0080_0080_0080_0080L;

  private byte[] bytes = new byte[0];

  /** The bytes as longs, from the first, the second and the third pixel on. */
  private final LongBuffer[] views = new LongBuffer[MAX_NEIGHBOURS];

  private long[] longs = new long[0];
  private long[] even = new long[0];
  private long[] odd = new long[0];
  private int viewedStep;
  private int length;
  private int count;
  private int weighed;
  private boolean isCopy;

  /** Makes room for a row of so many pixels of so many bytes. */
  void resize(int width, int step) {
    length = width * step;
    count = (length + Long.BYTES - 1) / Long.BYTES;
    int needed = count * Long.BYTES + MAX_NEIGHBOURS * Integer.BYTES;
    if (bytes.length < needed) {
      bytes = new byte[needed];
      longs = new long[count];
      even = new long[count];
      odd = new long[count];
      viewedStep = 0;
    }
    if (viewedStep != step) {
      for (int i = 0; i < MAX_NEIGHBOURS; i++) {
        ByteBuffer from = ByteBuffer.wrap(bytes, i * step, bytes.length - i * step).slice();
        // Any order will do that is the same for reading and writing; this one needs no swaps.
        views[i] = from.order(ByteOrder.nativeOrder()).asLongBuffer();
      }
      viewedStep = step;
    }
  }

  /** The row, and behind it at least four bytes more. */
  byte[] bytes() {
    return bytes;
  }

  void startMean() {
    weighed = 0;
    isCopy = false;
  }

  /**
   * Adds a row to the mean.
   *
   * @param source where it lies
   * @param from its first byte
   * @param before the share of the rows before it
   * @param after their share and its own, 1 for the last row
   * @param neighbours of how many of its pixels, itself and those right of it, each is the mean
   */
  void addToMean(ByteBuffer source, int from, double before, double after, int neighbours) {
    if (weightUpTo(after) > 0) {
      source.get(from, bytes, 0, length);
      isCopy = weightUpTo(after) == ONE && neighbours == 1;
      for (int i = 0; i < neighbours && !isCopy; i++) {
        add(views[i], weightUpTo(before + (after - before) * (i + 1) / neighbours));
      }
    }
  }

  /** Makes the mean the row. */
  void finishMean() {
    if (!isCopy) {
      round(even, odd, longs, count);
      views[0].put(0, longs, 0, count);
    }
  }

  /** Rounding the totals instead of the weights makes these sum to {@link #ONE}. */
  private int weightUpTo(double total) {
    return (int) Math.rint(ONE * total) - weighed;
  }

  private void add(LongBuffer view, int weight) {
    view.get(0, longs, 0, count);
    if (weighed == 0) {
      set(longs, 0, even, weight, count);
      set(longs, Byte.SIZE, odd, weight, count);
    } else {
      add(longs, 0, even, weight, count);
      add(longs, Byte.SIZE, odd, weight, count);
    }
    weighed += weight;
  }

  private static void set(long[] from, int shift, long[] sums, long weight, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] = weight * (from[i] >>> shift & LANES);
    }
  }

  private static void add(long[] from, int shift, long[] sums, long weight, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += weight * (from[i] >>> shift & LANES);
    }
  }

  private static void round(long[] even, long[] odd, long[] result, int count) {
    for (int i = 0; i < count; i++) {
      result[i] = ((even[i] + HALVES) >>> Byte.SIZE & LANES) | ((odd[i] + HALVES) & ~LANES);
    }
  }
}
