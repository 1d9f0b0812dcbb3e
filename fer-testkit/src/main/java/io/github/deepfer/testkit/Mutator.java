package io.github.deepfer.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * Damages files the way fuzzers do, the same for the same seed: flipped bits, numbers at the ends
 * of their ranges in places where lengths may stand, parts cut out, doubled and moved. Not
 * thread-safe.
 */
public final class Mutator {
  private static final int MAX_STEPS = 4;
  private static final int OVERWRITING_STEPS = 5;
  private static final int STEPS = 8;
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0xFFFF,
    Short.MIN_VALUE,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFF_FFFFL,
    0x1_0000_0001L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final Random random;

  /**
   * Starts a sequence of mutations.
   *
   * @param seed what the sequence depends on, and nothing else
   */
  public Mutator(long seed) {
    random = new Random(seed);
  }

  /**
   * Damages a file in one to four places.
   *
   * @param sound at least one byte; not changed
   * @return a new array, at most half as long again
   */
  public byte[] mutate(byte[] sound) {
    byte[] file = sound.clone();
    for (int steps = 1 + random.nextInt(MAX_STEPS); steps > 0 && file.length > 0; steps--) {
      file = step(file, random.nextInt(STEPS), sound.length + sound.length / 2);
    }
    return file;
  }

  /**
   * Damages a file without moving anything, so that formats whose parts tell their lengths are
   * still read to where the damage is.
   *
   * @param sound at least one byte; not changed
   * @return a new array of the same length
   */
  public byte[] overwrite(byte[] sound) {
    byte[] file = sound.clone();
    for (int steps = 1 + random.nextInt(MAX_STEPS); steps > 0; steps--) {
      step(file, random.nextInt(OVERWRITING_STEPS), 0);
    }
    return file;
  }

  private byte[] step(byte[] file, int kind, int mostBytes) {
    int at = position(file.length);
    int count = 1 + random.nextInt(Math.min(file.length - at, 1 << random.nextInt(12)));
    switch (kind) {
      case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> file[at] = (byte) random.nextInt(256);
      case 2, 3 -> putNumber(file, at);
      case 4 -> {
        for (int i = 0; i < count; i++) {
          file[at + i] = (byte) random.nextInt(256);
        }
      }
      case 5 -> {
        return Arrays.copyOf(file, at);
      }
      case 6 -> {
        return join(Arrays.copyOf(file, at), Arrays.copyOfRange(file, at + count, file.length));
      }
      default -> {
        int to = position(file.length);
        if (file.length + count <= mostBytes) {
          byte[] part = Arrays.copyOfRange(file, at, at + count);
          return join(
              join(Arrays.copyOf(file, to), part), Arrays.copyOfRange(file, to, file.length));
        }
        System.arraycopy(file, at, file, to, Math.min(count, file.length - to));
      }
    }
    return file;
  }

  /** Half of them near the start, where headers are. */
  private int position(int length) {
    return random.nextInt(random.nextBoolean() ? length : Math.min(length, 128));
  }

  private void putNumber(byte[] file, int at) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    ByteBuffer bytes =
        ByteBuffer.wrap(file)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int size = 1 << random.nextInt(4);
    if (at + size > file.length || size == 1) {
      file[at] = (byte) number;
    } else if (size == 2) {
      bytes.putShort(at, (short) number);
    } else if (size == 4) {
      bytes.putInt(at, (int) number);
    } else {
      bytes.putLong(at, number);
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
