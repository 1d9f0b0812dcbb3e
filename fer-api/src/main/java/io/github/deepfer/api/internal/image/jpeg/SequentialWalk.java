package io.github.deepfer.api.internal.image.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Walks over the blocks of a sequential scan (ITU-T T.81, F.2.2), several codes at a time, and can
 * only tell that they are sound. What it takes for unsound, {@link JpegBlocks} reads once more, and
 * decides.
 */
final class SequentialWalk {
  /** What {@link #read} returns for data that may be unsound. */
  static final int UNSOUND = -1;

  private static final int WINDOW_BYTES = 16 << 10;

  /** A block takes up to 64 codes, 31 bits each with their coefficients; some are read ahead. */
  private static final int MAX_BLOCK_BYTES = 64 * 31 / 8 + 3 * Long.BYTES;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] file;

  /** Of each block of a unit. */
  private final BlockCodes[] codes;

  /** The next byte of the file that is not in the window. */
  private int next;

  /** Some of the data without the zeros that are stuffed in; more zeros behind its end. */
  private final byte[] window = new byte[WINDOW_BYTES + 2 * MAX_BLOCK_BYTES];

  private int filled;

  /** Whether no more data follows what is in the window. */
  private boolean hasEnd;

  /** The next byte of the window. */
  private int at;

  /** The first {@link #count} bits are those that come next. */
  private long bits;

  private int count;

  SequentialWalk(byte[] file, JpegScan scan) {
    this.file = file;
    codes = BlockCodes.of(scan);
  }

  /**
   * Walks over units between two markers.
   *
   * @param start of their data
   * @return where it ends, at the next whole byte; or {@link #UNSOUND}
   */
  int read(int start, long units) {
    startAt(start);
    for (long unit = 0; unit < units; unit++) {
      for (BlockCodes code : codes) {
        if (!hasEnd && filled - at < MAX_BLOCK_BYTES) {
          slide();
        }
        if (!block(code) || used() > filled) {
          return UNSOUND;
        }
      }
    }
    return JpegBits.stepBack(file, next, filled - used());
  }

  private void startAt(int start) {
    next = start;
    filled = 0;
    hasEnd = false;
    at = 0;
    bits = 0;
    count = 0;
  }

  /** Bytes of the window that were taken, the last one at least in part. */
  private int used() {
    return at - count / 8;
  }

  private boolean block(BlockCodes code) {
    // Fields would be written with each code.
    int ahead = at;
    long buffer = bits;
    int left = count;
    short[] entries = code.first();
    int passed = 0;
    while (passed < BlockCodes.COEFFICIENTS) {
      // What has no room of the last byte is put in again by the next turn.
      buffer |= (long) EIGHT_BYTES.get(window, ahead) >>> left;
      ahead += (Long.SIZE - 1 - left) >> 3;
      left |= Long.SIZE - 8;
      int entry = entries[BlockCodes.index(buffer)];
      int sum = passed + BlockCodes.passes(entry);
      if (sum >= BlockCodes.COEFFICIENTS && !BlockCodes.isEnd(sum)) {
        entry = code.single(buffer, passed == 0);
        if (entry == 0) {
          return false;
        }
        sum = passed + BlockCodes.passes(entry);
      }
      buffer <<= BlockCodes.length(entry);
      left -= BlockCodes.length(entry);
      passed = sum;
      entries = code.rest();
    }
    at = ahead;
    bits = buffer;
    count = left;
    return true;
  }

  /** Moves what is left to the start of the window, and fills it up. */
  private void slide() {
    filled -= at;
    System.arraycopy(window, at, window, 0, filled);
    at = 0;
    while (!hasEnd && filled < WINDOW_BYTES) {
      if (next + Long.BYTES <= file.length) {
        long eight = (long) EIGHT_BYTES.get(file, next);
        if (!JpegBits.hasMarkerByte(eight)) {
          EIGHT_BYTES.set(window, filled, eight);
          next += Long.BYTES;
          filled += Long.BYTES;
          continue;
        }
      }
      unstuff();
    }
    if (hasEnd) {
      Arrays.fill(window, filled, filled + 2 * MAX_BLOCK_BYTES - Long.BYTES, (byte) 0);
    }
  }

  /** Takes eight bytes, one of which is FF, or what there is. */
  private void unstuff() {
    for (int i = 0; i < Long.BYTES && !hasEnd; i++) {
      if (next >= file.length) {
        hasEnd = true;
      } else if (file[next] != (byte) 0xFF) {
        window[filled++] = file[next++];
      } else if (next + 1 < file.length && file[next + 1] == 0) {
        window[filled++] = (byte) 0xFF;
        next += 2;
      } else {
        hasEnd = true;
      }
    }
  }
}
