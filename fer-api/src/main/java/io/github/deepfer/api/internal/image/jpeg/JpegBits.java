package io.github.deepfer.api.internal.image.jpeg;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bits of entropy-coded data (ITU-T T.81, F.2.2.5), without the zero bytes that are stuffed in
 * behind FF. They end at a marker or with the file; zeros follow, of which {@link #areUsedUp} tells
 * whether any was taken.
 */
final class JpegBits {
  private static final int FULL = 56;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ByteReader bytes;
  private final byte[] file;

  /** The next byte; at a marker its FF. */
  private int at;

  /** The last {@link #count} bits are those that come next. */
  private long bits;

  private int count;
  private int zeros;

  JpegBits(ByteReader bytes) {
    this.bytes = bytes;
    file = bytes.file();
  }

  /** Begins anew, behind a marker. */
  void startAt(int start) {
    at = start;
    bits = 0;
    count = 0;
    zeros = 0;
  }

  private void fill() {
    if (at + Long.BYTES <= file.length) {
      long next = (long) EIGHT_BYTES.get(file, at);
      if (!hasMarkerByte(next)) {
        int taken = (Long.SIZE - 1 - count) / 8;
        bits = bits << (8 * taken) | next >>> (Long.SIZE - 8 * taken);
        count += 8 * taken;
        at += taken;
        return;
      }
    }
    fillByBytes();
  }

  /** Whether one of eight bytes is FF, the only one that needs a closer look. */
  static boolean hasMarkerByte(long bytes) {
    return ((~bytes - 0x0101_0101_0101_0101L) & bytes & 0x8080_8080_8080_8080L) != 0;
  }

  private void fillByBytes() {
    while (count < FULL) {
      int next = 0;
      if (at >= file.length) {
        zeros += 8;
      } else if (file[at] != (byte) 0xFF) {
        next = file[at++] & 0xFF;
      } else if (at + 1 < file.length && file[at + 1] == 0) {
        next = 0xFF;
        at += 2;
      } else {
        zeros += 8;
      }
      bits = bits << 8 | next;
      count += 8;
    }
  }

  /** Takes up to 32 bits. */
  int take(int number) {
    if (count < number) {
      fill();
    }
    count -= number;
    return (int) (bits >>> count) & (int) ((1L << number) - 1);
  }

  void skip(int number) {
    if (count < number) {
      fill();
    }
    count -= number;
  }

  /** Takes a code. */
  int symbol(HuffmanTable table) throws Malformed {
    if (count < 16) {
      fill();
    }
    int found = table.find((int) (bits >>> (count - 16)) & 0xFFFF);
    if (found == 0) {
      count -= 16;
      throw areUsedUp() ? end() : Malformed.damaged("its data makes no sense before byte " + at);
    }
    count -= found >> 8;
    return found & 0xFF;
  }

  boolean areUsedUp() {
    return count < zeros;
  }

  /** The error of data that ends too early. */
  Malformed end() {
    return at >= file.length - 1
        ? bytes.cutShort()
        : Malformed.damaged("its data ends before its last row, at byte " + at);
  }

  /** Where the data ends that was taken, at the next whole byte. */
  int position() {
    return stepBack(file, at, (count - zeros) / 8);
  }

  /** Where so many bytes before a position begin; two that make an FF are one. */
  static int stepBack(byte[] file, int position, int number) {
    int at = position;
    for (int left = number; left > 0; left--) {
      boolean stuffed = file[at - 1] == 0 && file[at - 2] == (byte) 0xFF;
      at -= stuffed ? 2 : 1;
    }
    return at;
  }
}
