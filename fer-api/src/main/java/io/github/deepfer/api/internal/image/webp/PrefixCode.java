package io.github.deepfer.api.internal.image.webp;

import io.github.deepfer.api.internal.image.file.Malformed;

/** A prefix code of VP8L (RFC 9649, section 3.7.2), read from its lowest bit on. */
final class PrefixCode {
  private static final int MAX_LENGTH = 15;

  /** Codes up to this length take one look. */
  private static final int SHORT = 8;

  private static final int[] ORDER_OF_LENGTHS = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  /** Symbols in the order of their codes. */
  private final short[] symbols;

  /** One more than the last code of each length, and what to add to a code for its symbol. */
  private final int[] limits = new int[MAX_LENGTH + 1];

  private final int[] offsets = new int[MAX_LENGTH + 1];

  /** By the next bits: length times 2048 or more plus symbol; 0 for codes that are longer. */
  private final int[] shortCodes;

  private PrefixCode(int[] lengths) throws Malformed {
    int[] counts = new int[MAX_LENGTH + 1];
    int used = 0;
    for (int length : lengths) {
      counts[length]++;
      used += length > 0 ? 1 : 0;
    }
    symbols = new short[used];
    int[] next = new int[MAX_LENGTH + 2];
    int code = 0;
    int index = 0;
    int longest = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      next[length] = index;
      offsets[length] = index - code;
      code += counts[length];
      index += counts[length];
      limits[length] = code;
      longest = counts[length] > 0 ? length : longest;
      if (code > 1 << length) {
        throw Malformed.damaged("a prefix code has too many symbols");
      }
      code <<= 1;
    }
    // One symbol takes no bits, whatever its length says; otherwise codes must be used up.
    if (used == 0 || (used > 1 && code != 2 << MAX_LENGTH)) {
      throw Malformed.damaged("a prefix code has too few symbols");
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        symbols[next[lengths[symbol]]++] = (short) symbol;
      }
    }
    shortCodes = new int[used == 1 ? 0 : 1 << Math.min(SHORT, longest)];
    fillShortCodes();
  }

  private void fillShortCodes() {
    for (int bits = 0; bits < shortCodes.length; bits++) {
      int code = 0;
      for (int length = 1; 1 << length <= shortCodes.length; length++) {
        code = code << 1 | (bits >> (length - 1) & 1);
        if (code < limits[length]) {
          shortCodes[bits] = length << 16 | (symbols[code + offsets[length]] & 0xFFFF);
          break;
        }
      }
    }
  }

  /**
   * Reads a code.
   *
   * @param alphabet how many symbols there are
   */
  static PrefixCode read(LosslessBits bits, int alphabet) throws Malformed {
    int[] lengths = new int[alphabet];
    if (bits.flag()) {
      int count = 1 + bits.take(1);
      int first = bits.take(bits.flag() ? 8 : 1);
      mark(lengths, first);
      if (count == 2) {
        mark(lengths, bits.take(8));
      }
    } else {
      readLengths(bits, lengths);
    }
    return new PrefixCode(lengths);
  }

  private static void mark(int[] lengths, int symbol) throws Malformed {
    if (symbol >= lengths.length) {
      throw Malformed.damaged("a prefix code has a symbol that does not exist");
    }
    lengths[symbol] = 1;
  }

  private static void readLengths(LosslessBits bits, int[] lengths) throws Malformed {
    int[] ofLengths = new int[ORDER_OF_LENGTHS.length];
    int count = 4 + bits.take(4);
    for (int i = 0; i < count; i++) {
      ofLengths[ORDER_OF_LENGTHS[i]] = bits.take(3);
    }
    PrefixCode code = new PrefixCode(ofLengths);
    int left = bits.flag() ? 2 + bits.take(2 + 2 * bits.take(3)) : lengths.length;
    int before = 8;
    for (int symbol = 0; symbol < lengths.length && left > 0; left--) {
      int length = code.next(bits);
      if (length < 16) {
        lengths[symbol++] = length;
        before = length > 0 ? length : before;
        continue;
      }
      int times =
          switch (length) {
            case 16 -> 3 + bits.take(2);
            case 17 -> 3 + bits.take(3);
            default -> 11 + bits.take(7);
          };
      if (symbol + times > lengths.length) {
        throw Malformed.damaged("a prefix code is longer than its alphabet");
      }
      for (int i = 0; i < times; i++) {
        lengths[symbol++] = length == 16 ? before : 0;
      }
    }
  }

  /** Takes a code. */
  int next(LosslessBits bits) throws Malformed {
    if (shortCodes.length == 0) {
      return symbols[0] & 0xFFFF;
    }
    int ahead = bits.peek();
    int found = shortCodes[ahead & (shortCodes.length - 1)];
    if (found != 0) {
      bits.skip(found >> 16);
      return found & 0xFFFF;
    }
    int code = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      code = code << 1 | (ahead >> (length - 1) & 1);
      if (code < limits[length]) {
        bits.skip(length);
        return symbols[code + offsets[length]] & 0xFFFF;
      }
    }
    throw new IllegalStateException("a full code has all combinations");
  }
}
