package io.github.deepfer.api.internal.image.jpeg;

import java.util.Arrays;
import java.util.Objects;

/**
 * The codes of sequential blocks, with as many in one look as {@link #LOOK} bits hold: most often
 * two or three, each with the bits of its coefficient.
 *
 * <p>An entry says how many bits its codes take, and how many coefficients they pass.
 */
final class BlockCodes {
  static final int COEFFICIENTS = 64;

  /** More bits would find more codes, but the tables be slower to make and to reach. */
  private static final int LOOK = 11;

  private static final int LENGTH_BITS = 6;

  /** What the end of a block passes: more than all other codes of an entry, and those before it. */
  private static final int END = 4 * COEFFICIENTS;

  /** The entry of a first code that is longer, or none. */
  private static final int NOT_HERE = (2 * END) << LENGTH_BITS;

  private final HuffmanTable dc;
  private final HuffmanTable ac;

  // Chars are what Java has for 16 bits without a sign.
  private final char[] first;
  private final char[] rest;

  private BlockCodes(HuffmanTable dc, HuffmanTable ac) {
    this.dc = dc;
    this.ac = ac;
    char[][] behind = new char[LOOK + 1][];
    for (int bits = 0; bits <= LOOK; bits++) {
      behind[bits] = entries(ac, false, bits, behind);
    }
    first = entries(dc, true, LOOK, behind);
    rest = behind[LOOK];
  }

  /** Those of each block of a unit. */
  static BlockCodes[] of(JpegScan scan) {
    BlockCodes[] codes = new BlockCodes[scan.blocks()];
    int count = 0;
    for (int i = 0; i < scan.components().length; i++) {
      HuffmanTable dc = Objects.requireNonNull(scan.dc()[i]);
      HuffmanTable ac = Objects.requireNonNull(scan.ac()[i]);
      BlockCodes own = null;
      for (int j = 0; j < count; j++) {
        own = codes[j].dc == dc && codes[j].ac == ac ? codes[j] : own;
      }
      int end = count + scan.across(i) * scan.down(i);
      Arrays.fill(codes, count, end, own == null ? new BlockCodes(dc, ac) : own);
      count = end;
    }
    return codes;
  }

  /**
   * For all that some bits can be, the codes of a table, and those behind each that have room.
   *
   * @param behind the same for fewer bits, of AC codes
   */
  private static char[] entries(HuffmanTable table, boolean isDc, int bits, char[][] behind) {
    char[] entries = new char[1 << bits];
    int at = 0;
    int code = 0;
    for (int length = 1; length <= bits; length++) {
      for (int i = 0; i < table.count(length); i++) {
        int entry = entry(length, table.symbol(code++), isDc);
        int room = bits - length(entry);
        int end = at + (1 << (bits - length));
        if (room <= 0 || passes(entry) == END) {
          Arrays.fill(entries, at, end, (char) entry);
          at = end;
        }
        while (at < end) {
          for (char other : behind[room]) {
            entries[at++] = (char) (entry + other);
          }
        }
      }
    }
    if (bits == LOOK) {
      Arrays.fill(entries, at, entries.length, (char) NOT_HERE);
    }
    return entries;
  }

  private static int entry(int length, int symbol, boolean isDc) {
    int run = symbol >> 4;
    int size = symbol & 15;
    int passes = isDc ? 1 : size > 0 || run == 15 ? run + 1 : END;
    return passes << LENGTH_BITS | (length + size);
  }

  /** The entries of what a block begins with: a DC code, and AC codes behind it. */
  char[] first() {
    return first;
  }

  /** The entries of AC codes. */
  char[] rest() {
    return rest;
  }

  /** Which entry it is for the bits that come next. */
  static int index(long bits) {
    return (int) (bits >>> (Long.SIZE - LOOK));
  }

  /** The entry of the next code alone; 0 if there is no such code. */
  int single(long bits, boolean isDc) {
    int found = (isDc ? dc : ac).find((int) (bits >>> (Long.SIZE - HuffmanTable.MAX_LENGTH)));
    return found == 0 ? 0 : entry(found >> 8, found & 0xFF, isDc);
  }

  /** How many bits an entry takes, at most 31. */
  static int length(int entry) {
    return entry & ((1 << LENGTH_BITS) - 1);
  }

  /** How many coefficients an entry passes. */
  static int passes(int entry) {
    return entry >> LENGTH_BITS;
  }

  /**
   * Whether an entry can be taken after which a block has passed so many: its codes are here, and
   * none of them is of the next block.
   */
  static boolean fits(int passed) {
    return passed < COEFFICIENTS || isEnd(passed);
  }

  private static boolean isEnd(int passed) {
    return passed == COEFFICIENTS || (passed >= END && passed < END + COEFFICIENTS);
  }
}
