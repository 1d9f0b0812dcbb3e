package io.github.deepfer.onnx.tensor;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The columns of a row: each output is the weighed mean of its pixels, turned into what a net
 * wants. The pixels of all outputs are collected, up to two of each at a time; what follows are
 * loops that the compiler vectorises, over whole pixels. Not thread-safe.
 */
final class RowShrinker {
  private static final int CHANNELS = 3;

  private static final int LOW = 0xffff;

  private static final VarHandle PIXEL =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Two pixels side by side fit in, whatever their format. */
  private static final VarHandle PIXELS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ShrinkAxis axis = new ShrinkAxis();

  /** Which byte of a pixel each channel is. */
  private final int[] bytes = new int[CHANNELS];

  private final float[] gains = new float[CHANNELS];
  private final float[] shifts = new float[CHANNELS];
  private int step;
  private int[] offsets = new int[0];
  private int[] pixels = new int[0];
  private int[] next = new int[0];
  private int[] even = new int[0];
  private int[] odd = new int[0];
  private final FloatBits bits = new FloatBits();
  private float[] values = new float[0];

  /** Prepares for the rows of a picture. */
  void plan(InputSpec spec, double scale, Image image) {
    PixelFormat format = image.format();
    step = format.bytesPerPixel();
    axis.plan(spec.width(), scale, image.width());
    bytes[spec.color().red()] = format.red();
    bytes[spec.color().green()] = format.green();
    bytes[spec.color().blue()] = format.blue();
    if (offsets.length < spec.width()) {
      reserve(spec.width());
    }
    for (int i = 0; i < axis.outputs(); i++) {
      offsets[i] = axis.start(i) * step;
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      double std = spec.std().get(channel);
      gains[channel] = (float) (spec.scale() / std / ShrinkAxis.ONE);
      shifts[channel] = (float) (-spec.mean().get(channel) / std);
    }
  }

  private void reserve(int outputs) {
    offsets = new int[outputs];
    pixels = new int[outputs];
    next = new int[outputs];
    even = new int[outputs];
    odd = new int[outputs];
    values = new float[outputs];
    bits.reserve(outputs);
  }

  /**
   * Writes a row of each channel.
   *
   * @param row the row, and behind it at least eight bytes more
   * @param tensor planes of the net's channels
   * @param from the row's first float in the first plane
   * @param apart floats of a plane
   */
  void write(byte[] row, FloatBuffer tensor, int from, int apart) {
    int count = axis.outputs();
    weigh(row, count);
    for (int channel = 0; channel < CHANNELS; channel++) {
      if (channel == 0 || !isAsBefore(channel)) {
        int[] lanes = bytes[channel] % 2 == 0 ? even : odd;
        if (bytes[channel] < 2) {
          lowBits(lanes, pixels, count);
        } else {
          highBits(lanes, pixels, count);
        }
        bits.toFloats(pixels, values, count);
        normalise(values, gains[channel], shifts[channel], count);
      }
      tensor.put(from + channel * apart, values, 0, count);
    }
  }

  /** Weighs the pixels of each output, the first one alone if their number is odd. */
  private void weigh(byte[] row, int count) {
    int tap = axis.taps() % 2;
    if (tap == 1) {
      collect(row, offsets, pixels, count);
      set(pixels, axis.weights(0), even, 0, count);
      if (step > 1) {
        set(pixels, axis.weights(0), odd, Byte.SIZE, count);
      }
    }
    for (; tap < axis.taps(); tap += 2) {
      collectTwo(row, offsets, tap * step, step * Byte.SIZE, pixels, next, count);
      weighTwo(tap, even, 0, count);
      if (step > 1) {
        weighTwo(tap, odd, Byte.SIZE, count);
      }
    }
  }

  private void weighTwo(int tap, int[] lanes, int shift, int count) {
    int[] weights = axis.weights(tap);
    int[] nextWeights = axis.weights(tap + 1);
    if (tap == 0) {
      setTwo(pixels, next, weights, nextWeights, lanes, shift, count);
    } else {
      addTwo(pixels, next, weights, nextWeights, lanes, shift, count);
    }
  }

  /** Channels of a grey picture are equal, if the net does not want them to differ. */
  private boolean isAsBefore(int channel) {
    return bytes[channel] == bytes[channel - 1]
        && gains[channel] == gains[channel - 1]
        && shifts[channel] == shifts[channel - 1];
  }

  private static void collect(byte[] row, int[] offsets, int[] pixels, int count) {
    for (int i = 0; i < count; i++) {
      pixels[i] = (int) PIXEL.get(row, offsets[i]);
    }
  }

  /** Collects pixels and those next to them, so many bits apart, with one look at memory each. */
  private static void collectTwo(
      byte[] row, int[] offsets, int shift, int apart, int[] pixels, int[] next, int count) {
    for (int i = 0; i < count; i++) {
      long both = (long) PIXELS.get(row, offsets[i] + shift);
      pixels[i] = (int) both;
      next[i] = (int) (both >>> apart);
    }
  }

  // These loops are vectorised as they are: without offsets, and no longer than this. A shift of
  // lanes brings those that are wanted into their places.

  private static void set(int[] pixels, int[] weights, int[] lanes, int shift, int count) {
    for (int i = 0; i < count; i++) {
      lanes[i] = weights[i] * (pixels[i] >>> shift & PackedRow.LANES);
    }
  }

  private static void setTwo(
      int[] pixels,
      int[] next,
      int[] weights,
      int[] nextWeights,
      int[] lanes,
      int shift,
      int count) {
    for (int i = 0; i < count; i++) {
      lanes[i] =
          weights[i] * (pixels[i] >>> shift & PackedRow.LANES)
              + nextWeights[i] * (next[i] >>> shift & PackedRow.LANES);
    }
  }

  private static void addTwo(
      int[] pixels,
      int[] next,
      int[] weights,
      int[] nextWeights,
      int[] lanes,
      int shift,
      int count) {
    for (int i = 0; i < count; i++) {
      lanes[i] +=
          weights[i] * (pixels[i] >>> shift & PackedRow.LANES)
              + nextWeights[i] * (next[i] >>> shift & PackedRow.LANES);
    }
  }

  private static void lowBits(int[] lanes, int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      bits[i] = (lanes[i] & LOW) | FloatBits.BITS;
    }
  }

  private static void highBits(int[] lanes, int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      bits[i] = lanes[i] >>> Short.SIZE | FloatBits.BITS;
    }
  }

  private static void normalise(float[] values, float gain, float shift, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = (values[i] - FloatBits.OFFSET) * gain + shift;
    }
  }
}
