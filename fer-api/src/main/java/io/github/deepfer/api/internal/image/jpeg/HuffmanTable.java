package io.github.deepfer.api.internal.image.jpeg;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;

/** A Huffman table of a JPEG (ITU-T T.81, annexes C and F.2.2.3). */
final class HuffmanTable {
  static final int MAX_LENGTH = 16;

  /** Codes up to this length, nearly all there are, take one look. */
  static final int SHORT = 9;

  /** Length and symbol of the code that these bits begin with; 0 for a longer one or none. */
  private final short[] shortCodes = new short[1 << SHORT];

  /** One more than the last code of each length, filled up to 16 bits. */
  private final int[] limits = new int[MAX_LENGTH + 1];

  /** What to add to a code of each length for the index of its symbol. */
  private final int[] offsets = new int[MAX_LENGTH + 1];

  private final byte[] counts;
  private final byte[] symbols;

  private HuffmanTable(byte[] counts, byte[] symbols) throws Malformed {
    this.counts = counts;
    this.symbols = symbols;
    int code = 0;
    int index = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      int count = counts[length - 1] & 0xFF;
      offsets[length] = index - code;
      for (int i = 0; i < count && length <= SHORT; i++) {
        fill(code + i, length, symbols[index + i]);
      }
      code += count;
      index += count;
      if (code > 1 << length) {
        throw Malformed.damaged("a Huffman table has too many codes");
      }
      limits[length] = code << (MAX_LENGTH - length);
      code <<= 1;
    }
  }

  private void fill(int code, int length, byte symbol) throws Malformed {
    int first = code << (SHORT - length);
    int end = first + (1 << (SHORT - length));
    if (end > shortCodes.length) {
      throw Malformed.damaged("a Huffman table has too many codes");
    }
    for (int i = first; i < end; i++) {
      shortCodes[i] = (short) (length << 8 | (symbol & 0xFF));
    }
  }

  /** Reads a segment of tables; those for DC are 0 to 3, those for AC 4 to 7. */
  static void readAll(ByteReader bytes, int start, int end, HuffmanTable[] tables)
      throws Malformed {
    int at = start;
    while (at < end) {
      int kind = bytes.u8(at) >> 4;
      int number = bytes.u8(at) & 15;
      byte[] counts = new byte[MAX_LENGTH];
      int total = 0;
      for (int i = 0; i < MAX_LENGTH; i++) {
        counts[i] = (byte) bytes.u8(at + 1L + i);
        total += counts[i] & 0xFF;
      }
      at += 1 + MAX_LENGTH;
      if (kind > 1 || number > 3 || total > 256 || at + total > end) {
        throw Malformed.damaged("a Huffman table is not one, before byte " + at);
      }
      byte[] symbols = new byte[total];
      System.arraycopy(bytes.file(), at, symbols, 0, total);
      tables[4 * kind + number] = new HuffmanTable(counts, symbols);
      at += total;
    }
  }

  /** How many codes have a length. */
  int count(int length) {
    return counts[length - 1] & 0xFF;
  }

  /** The symbol of a code, where codes are numbered in their order. */
  int symbol(int number) {
    return symbols[number] & 0xFF;
  }

  /**
   * The code at the start of 16 bits.
   *
   * @return its length times 256 plus its symbol; 0 if no code begins so
   */
  int find(int bits16) {
    int found = shortCodes[bits16 >> (MAX_LENGTH - SHORT)];
    if (found != 0) {
      return found;
    }
    for (int length = SHORT + 1; length <= MAX_LENGTH; length++) {
      if (bits16 < limits[length]) {
        int index = (bits16 >> (MAX_LENGTH - length)) + offsets[length];
        return length << 8 | (symbols[index] & 0xFF);
      }
    }
    return 0;
  }
}
