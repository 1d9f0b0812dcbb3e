package io.github.deepfer.api.internal.image.webp;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;

/** Bits of VP8L, the lowest of each byte first. */
final class LosslessBits {
  private final ByteReader bytes;
  private final byte[] file;
  private final int end;
  private int at;
  private long value;
  private int count;

  /** Bits of zeros behind the end. */
  private int zeros;

  LosslessBits(ByteReader bytes, int start, int end) {
    this.bytes = bytes;
    this.file = bytes.file();
    this.end = end;
    at = start;
  }

  /** The next 24 bits, without taking them. */
  int peek() {
    while (count < 32) {
      if (at < end) {
        value |= (file[at++] & 0xFFL) << count;
      } else {
        zeros += 8;
      }
      count += 8;
    }
    return (int) value & 0xFFFFFF;
  }

  void skip(int number) throws Malformed {
    value >>>= number;
    count -= number;
    if (count < zeros) {
      throw bytes.cutShort();
    }
  }

  /** Takes up to 24 bits. */
  int take(int number) throws Malformed {
    int taken = peek() & ((1 << number) - 1);
    skip(number);
    return taken;
  }

  boolean flag() throws Malformed {
    return take(1) == 1;
  }
}
