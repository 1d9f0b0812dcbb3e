package io.github.deepfer.onnx.tensor;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The columns of a row: each output is the mean of its window, rounded to 8 bits and turned into
 * what a net wants. A running sum of all pixels, a channel per lane of a {@code long}, makes the
 * mean of any number of pixels one or two reads. Where windows cover whole pixels, few of them, the
 * row comes averaged already. Not thread-safe.
 */
final class RowShrinker {
  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  /** A byte times 2 to the power of {@link ShrinkAxis#PART_BITS} fits. */
  private static final int LANE_BITS = 21;

  /** Half of one level in each lane. */
  private static final long HALVES =
      (1L | (1L << LANE_BITS) | (1L << (2 * LANE_BITS))) << (ShrinkAxis.PART_BITS - 1);

  private static final VarHandle PIXEL =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final ShrinkAxis axis = new ShrinkAxis();

  /** What each level of each channel is to the net. */
  private final float[][] levels = new float[CHANNELS][LEVELS];

  /** Which byte of a pixel each channel is. */
  private final int[] bytes = new int[CHANNELS];

  private int width;
  private int step;
  private int wholePixels;
  private long[] sums = new long[0];
  private long[] means = new long[0];
  private float[] values = new float[0];

  /** Prepares for the rows of a picture. */
  void plan(InputSpec spec, double scale, Image image) {
    PixelFormat format = image.format();
    width = image.width();
    step = format.bytesPerPixel();
    axis.plan(spec.width(), scale, width);
    wholePixels = axis.wholePixels(PackedRow.MAX_NEIGHBOURS);
    bytes[spec.color().red()] = format.red();
    bytes[spec.color().green()] = format.green();
    bytes[spec.color().blue()] = format.blue();
    if (sums.length < width + 2) {
      sums = new long[width + 2];
    }
    if (means.length < spec.width()) {
      means = new long[spec.width()];
      values = new float[spec.width()];
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      double mean = spec.mean().get(channel);
      for (int i = 0; i < LEVELS; i++) {
        levels[channel][i] = (float) ((i * spec.scale() - mean) / spec.std().get(channel));
      }
    }
  }

  /** How many pixels each pixel of the row shall be the mean of. */
  int neighbours() {
    return Math.max(1, wholePixels);
  }

  /**
   * Writes a row of each channel.
   *
   * @param row the row
   * @param tensor planes of the net's channels
   * @param from the row's first float in the first plane
   * @param apart floats of a plane
   */
  void write(byte[] row, FloatBuffer tensor, int from, int apart) {
    if (wholePixels == 0) {
      sumUp(row, step, width, sums);
      average(axis, sums, means);
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      int first = bytes[channel];
      if (wholePixels == 0) {
        int shift = first * LANE_BITS + ShrinkAxis.PART_BITS;
        lookUp(means, shift, levels[channel], values, axis.outputs());
      } else {
        int last = first + step * ShrinkAxis.pixel(axis.start(axis.outputs() - 1));
        lookUp(row, first, step * wholePixels, last, levels[channel], values, axis.outputs());
      }
      tensor.put(from + channel * apart, values, 0, axis.outputs());
    }
  }

  /** Outputs lie side by side, but for those that repeat the last. */
  private static void lookUp(
      byte[] row, int from, int apart, int last, float[] levels, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = levels[row[Math.min(from + i * apart, last)] & 0xff];
    }
  }

  private static void lookUp(long[] means, int shift, float[] levels, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = levels[(int) (means[i] >>> shift) & 0xff];
    }
  }

  private static void average(ShrinkAxis axis, long[] sums, long[] means) {
    int pixel = axis.partsPerPixel();
    long end = -1;
    long before = 0;
    for (int i = 0; i < axis.outputs(); i++) {
      if (axis.start(i) != end) {
        before = sumBefore(axis.start(i), pixel, sums);
      }
      end = axis.end(i);
      long after = sumBefore(end, pixel, sums);
      // Sums overflow from lane to lane, which their difference undoes.
      means[i] = after - before + HALVES;
      before = after;
    }
  }

  private static long sumBefore(long position, int pixel, long[] sums) {
    int x = ShrinkAxis.pixel(position);
    long before = sums[x];
    return before * pixel + (sums[x + 1] - before) * ShrinkAxis.part(position);
  }

  private static void sumUp(byte[] row, int step, int width, long[] sums) {
    long sum = 0;
    for (int x = 0, from = 0; x < width; x++, from += step) {
      int pixel = (int) PIXEL.get(row, from);
      sum +=
          (pixel & 0xffL)
              | ((pixel & 0xff00L) << (LANE_BITS - Byte.SIZE))
              | ((pixel & 0xff_0000L) << (2 * (LANE_BITS - Byte.SIZE)));
      sums[x + 1] = sum;
    }
  }
}
