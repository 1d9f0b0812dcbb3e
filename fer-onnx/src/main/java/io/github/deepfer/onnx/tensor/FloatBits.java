package io.github.deepfer.onnx.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Integers that become floats by being the last bits of one: JDK 17 vectorises no loop that
 * converts them. Reused; not thread-safe.
 */
final class FloatBits {
  /** The bits of {@link #OFFSET}; or a number of at most 23 bits into them to add it. */
  static final int BITS = 0x4b00_0000;

  /** 2 to the power of 23, whose last bit counts ones; to be subtracted from the floats. */
  static final float OFFSET = 1 << 23;

  // One memory, written as bits and read as floats.
  private IntBuffer asBits = IntBuffer.allocate(0);
  private FloatBuffer asFloats = FloatBuffer.allocate(0);

  /** Makes room for so many. */
  void reserve(int count) {
    ByteBuffer memory = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.nativeOrder());
    asBits = memory.asIntBuffer();
    asFloats = memory.asFloatBuffer();
  }

  /** Turns bits into the floats that have them. */
  void toFloats(int[] bits, float[] values, int count) {
    asBits.put(0, bits, 0, count);
    asFloats.get(0, values, 0, count);
  }
}
