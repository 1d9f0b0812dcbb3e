package io.github.deepfer.api.internal.image.jpeg;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads scans as a decoder does (ITU-T T.81, F.2.2 and G.1.2), but the coefficients' values are
 * passed over: only whether each block is there counts, and where the data ends.
 */
final class JpegScans {
  private static final int COEFFICIENTS = 64;
  private static final int MAX_BLOCKS_PER_UNIT = 10;
  private static final int MAX_BIT = 13;

  private final JpegFrame frame;
  private final ByteReader bytes;
  private final HuffmanTable[] tables;

  /** Of each component and coefficient the lowest bit that is known; -1 before the first scan. */
  private final byte[][] known;

  /** Of each component and block the coefficients that are not zero, by zigzag number. */
  private final long[][] nonZero;

  private int first;
  private int last;
  private boolean refines;
  private long endOfBandRun;

  JpegScans(JpegFrame frame, ByteReader bytes, HuffmanTable[] tables) {
    this.frame = frame;
    this.bytes = bytes;
    this.tables = tables;
    known = new byte[frame.components()][COEFFICIENTS];
    nonZero = new long[frame.components()][];
    for (byte[] coefficients : known) {
      Arrays.fill(coefficients, (byte) -1);
    }
  }

  /** Whether each component has had a scan. */
  boolean coverAll() {
    for (byte[] coefficients : known) {
      if (coefficients[0] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether no scan can follow. */
  boolean areComplete() {
    return !frame.progressive() && coverAll();
  }

  /**
   * Reads one scan.
   *
   * @param start of its header, behind the marker
   * @param restartInterval units between restart markers; 0 for none
   * @param target gets the scan with its marker, without what stands before later markers
   * @return where its data ends
   */
  int read(int start, int restartInterval, ByteArrayOutputStream target) throws Malformed {
    int length = bytes.u16(start);
    int count = bytes.u8(start + 2L);
    if (count < 1 || count > frame.components() || length != 6 + 2 * count) {
      throw Malformed.damaged("a scan has " + count + " components, at byte " + start);
    }
    int[] components = new int[count];
    HuffmanTable[] dc = new HuffmanTable[count];
    HuffmanTable[] ac = new HuffmanTable[count];
    parameters(start + 3 + 2 * count, count);
    for (int i = 0; i < count; i++) {
      components[i] = frame.indexOf(bytes.u8(start + 3L + 2L * i));
      if (components[i] < 0 || (i > 0 && components[i] <= components[i - 1])) {
        throw Malformed.damaged("a scan is of components that are not there, at byte " + start);
      }
      note(components[i], start + 3 + 2 * count);
      int chosen = bytes.u8(start + 4L + 2L * i);
      dc[i] = needsDc() ? table(chosen >> 4) : null;
      ac[i] = last > 0 ? table(4 + (chosen & 15)) : null;
    }
    header(start, length, target);
    return data(components, dc, ac, start + length, restartInterval, target);
  }

  private boolean needsDc() {
    return first == 0 && !refines;
  }

  private HuffmanTable table(int number) throws Malformed {
    int inRange = number & 7;
    HuffmanTable table = (number & 15) == inRange && number < 8 ? tables[inRange] : null;
    if (table == null) {
      throw Malformed.damaged("a scan has no Huffman table " + number);
    }
    return table;
  }

  /** The parameters of sequential scans say nothing, and may be wrong. */
  private void parameters(int at, int count) throws Malformed {
    first = frame.progressive() ? bytes.u8(at) : 0;
    last = frame.progressive() ? bytes.u8(at + 1L) : COEFFICIENTS - 1;
    refines = frame.progressive() && bytes.u8(at + 2L) >> 4 > 0;
    boolean allowed =
        !frame.progressive()
            || (first == 0 ? last == 0 : count == 1 && first <= last && last < COEFFICIENTS);
    if (!allowed) {
      throw Malformed.damaged("a scan is of coefficients " + first + " to " + last);
    }
  }

  /** Each scan must go on where the one before left off; decoders only warn, and compute anyway. */
  private void note(int component, int at) throws Malformed {
    byte[] lowest = known[component];
    int high = frame.progressive() ? bytes.u8(at + 2L) >> 4 : 0;
    int low = frame.progressive() ? bytes.u8(at + 2L) & 15 : 0;
    boolean wrong = low > MAX_BIT || (high > 0 && low != high - 1) || (first > 0 && lowest[0] < 0);
    for (int i = first; i <= last; i++) {
      wrong |= high == 0 ? lowest[i] >= 0 : lowest[i] != high;
      lowest[i] = (byte) low;
    }
    if (wrong) {
      throw Malformed.damaged("its scans contradict each other, before byte " + at);
    }
  }

  private void header(int start, int length, ByteArrayOutputStream target) {
    target.write(0xFF);
    target.write(0xDA);
    if (frame.progressive()) {
      target.write(bytes.file(), start, length);
    } else {
      target.write(bytes.file(), start, length - 3);
      target.write(0);
      target.write(COEFFICIENTS - 1);
      target.write(0);
    }
  }

  private int data(
      int[] components,
      @Nullable HuffmanTable[] dc,
      @Nullable HuffmanTable[] ac,
      int start,
      int restartInterval,
      ByteArrayOutputStream target)
      throws Malformed {
    boolean alone = components.length == 1;
    int unitsAcross = alone ? frame.blocksAcross(components[0]) : frame.unitsAcross();
    long units = (long) unitsAcross * (alone ? frame.blocksDown(components[0]) : frame.unitsDown());
    int blocks = 0;
    for (int component : components) {
      blocks += frame.across()[component] * frame.down()[component];
    }
    if (!alone && blocks > MAX_BLOCKS_PER_UNIT) {
      throw Malformed.damaged("a scan has " + blocks + " blocks per unit");
    }
    JpegBits data = new JpegBits(bytes, start);
    int copied = start;
    endOfBandRun = 0;
    for (long unit = 0, restarts = 0; unit < units; unit++) {
      if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
        copied = restart(data, copied, (int) (restarts++ & 7), target);
      }
      int x = (int) (unit % unitsAcross);
      int y = (int) (unit / unitsAcross);
      for (int i = 0; i < components.length; i++) {
        int component = components[i];
        int across = alone ? 1 : frame.across()[component];
        int down = alone ? 1 : frame.down()[component];
        for (int block = 0; block < across * down; block++) {
          int column = x * across + block % across;
          int row = y * down + block / across;
          block(data, component, dc[i], ac[i], column, row);
        }
      }
      if (data.areUsedUp()) {
        throw data.end();
      }
    }
    int end = data.position();
    target.write(bytes.file(), copied, end - copied);
    return end;
  }

  /** Leaves out what stands before the marker; returns what is behind it. */
  private int restart(JpegBits data, int copied, int number, ByteArrayOutputStream target)
      throws Malformed {
    int end = data.position();
    target.write(bytes.file(), copied, end - copied);
    int at = end;
    while (bytes.u8(at) != 0xFF || bytes.u8(at + 1L) == 0 || bytes.u8(at + 1L) == 0xFF) {
      at++;
    }
    if (bytes.u8(at + 1L) != 0xD0 + number) {
      throw Malformed.damaged("a restart marker is missing at byte " + at);
    }
    target.write(bytes.file(), at, 2);
    data.startAt(at + 2);
    endOfBandRun = 0;
    return at + 2;
  }

  private void block(
      JpegBits data,
      int component,
      @Nullable HuffmanTable dc,
      @Nullable HuffmanTable ac,
      int column,
      int row)
      throws Malformed {
    if (dc != null) {
      data.skip(data.symbol(dc) & 15);
    } else if (first == 0) {
      data.skip(1);
    }
    if (ac == null) {
      return;
    }
    if (!frame.progressive()) {
      sequential(data, ac);
      return;
    }
    long[] blocks = blocks(component);
    int index = row * (frame.unitsAcross() * frame.across()[component]) + column;
    blocks[index] = refines ? refine(data, ac, blocks[index]) : first(data, ac, blocks[index]);
  }

  private long[] blocks(int component) {
    long[] blocks = nonZero[component];
    if (blocks == null) {
      int across = frame.unitsAcross() * frame.across()[component];
      blocks = new long[across * frame.unitsDown() * frame.down()[component]];
      nonZero[component] = blocks;
    }
    return blocks;
  }

  private static void sequential(JpegBits data, HuffmanTable ac) throws Malformed {
    for (int i = 1; i < COEFFICIENTS; i++) {
      int symbol = data.symbol(ac);
      int size = symbol & 15;
      if (size > 0) {
        i += symbol >> 4;
        data.skip(size);
      } else if (symbol == 0xF0) {
        i += 15;
      } else {
        return;
      }
    }
  }

  private long first(JpegBits data, HuffmanTable ac, long before) throws Malformed {
    if (endOfBandRun > 0) {
      endOfBandRun--;
      return before;
    }
    long set = before;
    for (int i = first; i <= last; i++) {
      int symbol = data.symbol(ac);
      int run = symbol >> 4;
      int size = symbol & 15;
      if (size > 0) {
        i += run;
        data.skip(size);
        set |= 1L << Math.min(i, COEFFICIENTS - 1);
      } else if (run == 15) {
        i += 15;
      } else {
        endOfBandRun = (1L << run) + data.take(run) - 1;
        return set;
      }
    }
    return set;
  }

  /** Each coefficient that is not zero yet takes a bit of correction when it is passed. */
  private long refine(JpegBits data, HuffmanTable ac, long before) throws Malformed {
    long set = before;
    int i = first;
    if (endOfBandRun == 0) {
      for (; i <= last; i++) {
        int symbol = data.symbol(ac);
        int run = symbol >> 4;
        int size = symbol & 15;
        boolean isNew = size > 0;
        if (size > 1) {
          throw Malformed.damaged("a coefficient is refined by " + size + " bits");
        }
        if (isNew) {
          data.skip(1);
        } else if (run < 15) {
          endOfBandRun = (1L << run) + data.take(run);
          break;
        }
        for (; i <= last; i++) {
          if ((before >>> i & 1) == 1) {
            data.skip(1);
          } else if (--run < 0) {
            break;
          }
        }
        if (isNew) {
          set |= 1L << Math.min(i, COEFFICIENTS - 1);
        }
      }
    }
    if (endOfBandRun > 0) {
      if (i <= last) {
        long band = before >>> i & -1L >>> (COEFFICIENTS - 1 - (last - i));
        for (int bits = Long.bitCount(band); bits > 0; bits -= 32) {
          data.skip(Math.min(bits, 32));
        }
      }
      endOfBandRun--;
    }
    return set;
  }
}
