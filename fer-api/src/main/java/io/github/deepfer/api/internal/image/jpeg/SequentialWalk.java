package io.github.deepfer.api.internal.image.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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

  /** Some of the data without the zeros that are stuffed in, and room to read on behind its end. */
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

  /**
   * Walks over a block. Shifts of a long take the last six bits of their count, which in an entry
   * are its length; in {@code left}, too, only these mean anything.
   *
   * @return whether all its codes are known
   */
  private boolean block(BlockCodes code) {
    // Not fields, which would be written at each look.
    int ahead = at;
    long buffer = bits;
    int left = count;
    char[] entries = code.first();
    char[] rest = code.rest();
    int passed = 0;
    while (passed < BlockCodes.COEFFICIENTS) {
      // As many bytes as there is room for, 56 bits at least; the next one in part, then anew.
      buffer |= (long) EIGHT_BYTES.get(window, ahead) >>> left;
      ahead += (~left & 63) >> 3;
      left |= 56;
      int entry = entries[BlockCodes.index(buffer)];
      int sum = passed + BlockCodes.passes(entry);
      if (BlockCodes.fits(sum)) {
        buffer <<= entry;
        left -= entry;
        if (sum >= BlockCodes.COEFFICIENTS) {
          break;
        }
        passed = sum;
        // There are bits for a second look.
        entry = rest[BlockCodes.index(buffer)];
        sum += BlockCodes.passes(entry);
        if (BlockCodes.fits(sum)) {
          buffer <<= entry;
          left -= entry;
          passed = sum;
        }
      } else {
        entry = code.single(buffer, passed == 0);
        if (entry == 0) {
          return false;
        }
        buffer <<= entry;
        left -= entry;
        passed += BlockCodes.passes(entry);
      }
      entries = rest;
    }
    at = ahead;
    bits = buffer;
    count = left & 63;
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
