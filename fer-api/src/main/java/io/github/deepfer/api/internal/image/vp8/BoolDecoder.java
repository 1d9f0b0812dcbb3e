package io.github.deepfer.api.internal.image.vp8;

/**
 * The arithmetic decoder of VP8 (RFC 6386, section 7). Behind its end zeros follow, of which {@link
 * #isUsedUp} tells whether they were needed.
 */
final class BoolDecoder {
  private static final int EVEN = 128;

  private final byte[] file;
  private final int end;
  private int at;
  private long value;

  /** Bits of the value beyond the eight that are compared. */
  private int count = -8;

  private int range = 254;
  private int zeros;

  BoolDecoder(byte[] file, int start, int end) {
    this.file = file;
    this.end = end;
    at = start;
  }

  /** A bit that is 0 with a probability of so many in 256. */
  int bit(int probability) {
    while (count < 0) {
      value <<= 8;
      count += 8;
      if (at < end) {
        value |= file[at++] & 0xFF;
      } else {
        zeros++;
      }
    }
    int split = (range * probability) >> 8;
    int bit = (value >> count) > split ? 1 : 0;
    if (bit == 1) {
      value -= (long) (split + 1) << count;
      range -= split + 1;
    } else {
      range = split;
    }
    // The range is one less than what it stands for, from 128 to 255.
    int shift = Integer.numberOfLeadingZeros(range + 1) - 24;
    if (shift > 0) {
      range = ((range + 1) << shift) - 1;
      count -= shift;
    }
    return bit;
  }

  boolean flag() {
    return bit(EVEN) == 1;
  }

  int number(int bits) {
    int number = 0;
    for (int i = 0; i < bits; i++) {
      number = number << 1 | bit(EVEN);
    }
    return number;
  }

  int signed(int bits) {
    int number = number(bits);
    return flag() ? -number : number;
  }

  /** A number that stands there only if a flag says so; else 0. */
  int optional(int bits) {
    return flag() ? signed(bits) : 0;
  }

  /** Encoders may leave out the last byte where it is zero. */
  boolean isUsedUp() {
    return zeros > 2;
  }
}
