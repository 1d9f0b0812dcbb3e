package io.github.deepfer.api.internal.image.jpeg;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Reads scans (ITU-T T.81, B.2.3): whether they belong together, and all of their data is there.
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

  private final JpegBlocks blocks;

  private int first;
  private int last;
  private boolean refines;

  JpegScans(JpegFrame frame, ByteReader bytes, HuffmanTable[] tables) {
    this.frame = frame;
    this.bytes = bytes;
    this.tables = tables;
    known = new byte[frame.components()][COEFFICIENTS];
    blocks = new JpegBlocks(frame, bytes);
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

  /** Whether every bit of every coefficient has had a scan, which a file may leave out. */
  boolean areWhole() {
    if (!frame.progressive()) {
      return coverAll();
    }
    for (byte[] coefficients : known) {
      for (byte lowest : coefficients) {
        if (lowest != 0) {
          return false;
        }
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
    JpegScan scan = new JpegScan(frame, components, dc, ac, first, last, refines);
    return data(scan, start + length, restartInterval, target);
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

  private int data(JpegScan scan, int start, int restartInterval, ByteArrayOutputStream target)
      throws Malformed {
    if (scan.components().length > 1 && scan.blocks() > MAX_BLOCKS_PER_UNIT) {
      throw Malformed.damaged("a scan has " + scan.blocks() + " blocks per unit");
    }
    SequentialWalk walk = frame.progressive() ? null : new SequentialWalk(bytes.file(), scan);
    long units = scan.units();
    long interval = restartInterval > 0 ? restartInterval : units;
    int at = start;
    long unit = 0;
    for (int restarts = 0; ; restarts++) {
      long count = Math.min(interval, units - unit);
      int end = walk == null ? SequentialWalk.UNSOUND : walk.read(at, count);
      if (end == SequentialWalk.UNSOUND) {
        end = blocks.read(scan, at, unit, count);
      }
      target.write(bytes.file(), at, end - at);
      unit += count;
      if (unit == units) {
        return end;
      }
      at = restart(end, restarts & 7, target);
    }
  }

  /** Leaves out what stands before the marker; returns what is behind it. */
  private int restart(int end, int number, ByteArrayOutputStream target) throws Malformed {
    int at = end;
    while (bytes.u8(at) != 0xFF || bytes.u8(at + 1L) == 0 || bytes.u8(at + 1L) == 0xFF) {
      at++;
    }
    if (bytes.u8(at + 1L) != 0xD0 + number) {
      throw Malformed.damaged("a restart marker is missing at byte " + at);
    }
    target.write(bytes.file(), at, 2);
    return at + 2;
  }
}
