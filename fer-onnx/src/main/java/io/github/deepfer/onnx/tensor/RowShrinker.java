package io.github.deepfer.onnx.tensor;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The columns of a row: each output is the weighed mean of its pixels, turned into what a net
 * wants. The first pixels of all outputs are collected, then the second ones, and so on; what
 * follows are loops that the compiler vectorises, over whole pixels. Not thread-safe.
 */
final class RowShrinker {
  private static final int CHANNELS = 3;

  /** The bits of the float 2 to the power of 23, whose last bit counts ones. */
  private static final int FLOAT_BITS = 0x4b00_0000;

  private static final float FLOAT_OFFSET = 1 << 23;

  private static final int LOW = 0xffff;

  private static final VarHandle PIXEL =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final ShrinkAxis axis = new ShrinkAxis();

  /** Which byte of a pixel each channel is. */
  private final int[] bytes = new int[CHANNELS];

  private final float[] gains = new float[CHANNELS];
  private final float[] shifts = new float[CHANNELS];
  private int step;
  private int[] offsets = new int[0];
  private int[] pixels = new int[0];
  private int[] even = new int[0];
  private int[] odd = new int[0];
  private float[] values = new float[0];

  /** One memory, written as bits and read as floats. */
  private IntBuffer asBits = IntBuffer.allocate(0);

  private FloatBuffer asFloats = FloatBuffer.allocate(0);

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
    even = new int[outputs];
    odd = new int[outputs];
    values = new float[outputs];
    ByteBuffer memory = ByteBuffer.allocate(outputs * Float.BYTES).order(ByteOrder.nativeOrder());
    asBits = memory.asIntBuffer();
    asFloats = memory.asFloatBuffer();
  }

  /**
   * Writes a row of each channel.
   *
   * @param row the row, and behind it at least three bytes more
   * @param tensor planes of the net's channels
   * @param from the row's first float in the first plane
   * @param apart floats of a plane
   */
  void write(byte[] row, FloatBuffer tensor, int from, int apart) {
    int count = axis.outputs();
    for (int tap = 0; tap < axis.taps(); tap++) {
      collect(row, offsets, tap * step, pixels, count);
      if (tap == 0) {
        set(pixels, axis.weights(tap), even, odd, count);
      } else {
        add(pixels, axis.weights(tap), even, odd, count);
      }
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      if (channel == 0 || !isAsBefore(channel)) {
        int[] lanes = bytes[channel] % 2 == 0 ? even : odd;
        if (bytes[channel] < 2) {
          lowBits(lanes, pixels, count);
        } else {
          highBits(lanes, pixels, count);
        }
        asBits.put(0, pixels, 0, count);
        asFloats.get(0, values, 0, count);
        normalise(values, gains[channel], shifts[channel], count);
      }
      tensor.put(from + channel * apart, values, 0, count);
    }
  }

  /** Channels of a grey picture are equal, if the net does not want them to differ. */
  private boolean isAsBefore(int channel) {
    return bytes[channel] == bytes[channel - 1]
        && gains[channel] == gains[channel - 1]
        && shifts[channel] == shifts[channel - 1];
  }

  private static void collect(byte[] row, int[] offsets, int shift, int[] pixels, int count) {
    for (int i = 0; i < count; i++) {
      pixels[i] = (int) PIXEL.get(row, offsets[i] + shift);
    }
  }

  // These loops are vectorised as they are: without offsets, and no longer than this.

  private static void set(int[] pixels, int[] weights, int[] even, int[] odd, int count) {
    for (int i = 0; i < count; i++) {
      even[i] = weights[i] * (pixels[i] & PackedRow.LANES);
      odd[i] = weights[i] * (pixels[i] >>> Byte.SIZE & PackedRow.LANES);
    }
  }

  private static void add(int[] pixels, int[] weights, int[] even, int[] odd, int count) {
    for (int i = 0; i < count; i++) {
      even[i] += weights[i] * (pixels[i] & PackedRow.LANES);
      odd[i] += weights[i] * (pixels[i] >>> Byte.SIZE & PackedRow.LANES);
    }
  }

  private static void lowBits(int[] lanes, int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      bits[i] = (lanes[i] & LOW) | FLOAT_BITS;
    }
  }

  private static void highBits(int[] lanes, int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      bits[i] = lanes[i] >>> Short.SIZE | FLOAT_BITS;
    }
  }

  private static void normalise(float[] values, float gain, float shift, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = (values[i] - FLOAT_OFFSET) * gain + shift;
    }
  }
}
