package io.github.deepfer.api.internal.image.jpeg;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;

/**
 * Reads the blocks of scans as a decoder does (ITU-T T.81, F.2.2 and G.1.2), but the coefficients'
 * values are passed over: only whether each block is there counts, and where the data ends. It
 * takes one code after the other, and says what is wrong with them.
 */
final class JpegBlocks {
  private static final int COEFFICIENTS = 64;

  private final JpegFrame frame;
  private final JpegBits data;

  /** Of each component and block the coefficients that are not zero, by zigzag number. */
  private final long[][] nonZero;

  private long endOfBandRun;

  JpegBlocks(JpegFrame frame, ByteReader bytes) {
    this.frame = frame;
    data = new JpegBits(bytes);
    nonZero = new long[frame.components()][];
  }

  /**
   * Reads units between two markers.
   *
   * @param start of their data
   * @param firstUnit how many the scan has before them
   * @return where their data ends
   */
  int read(JpegScan scan, int start, long firstUnit, long count) throws Malformed {
    data.startAt(start);
    endOfBandRun = 0;
    int unitsAcross = scan.unitsAcross();
    for (long unit = firstUnit; unit < firstUnit + count; unit++) {
      int x = (int) (unit % unitsAcross);
      int y = (int) (unit / unitsAcross);
      for (int i = 0; i < scan.components().length; i++) {
        int across = scan.across(i);
        int down = scan.down(i);
        for (int block = 0; block < across * down; block++) {
          block(scan, i, x * across + block % across, y * down + block / across);
        }
      }
      if (data.areUsedUp()) {
        throw data.end();
      }
    }
    return data.position();
  }

  private void block(JpegScan scan, int index, int column, int row) throws Malformed {
    HuffmanTable dc = scan.dc()[index];
    HuffmanTable ac = scan.ac()[index];
    if (dc != null) {
      data.skip(data.symbol(dc) & 15);
    } else if (scan.first() == 0) {
      data.skip(1);
    }
    if (ac == null) {
      return;
    }
    if (!frame.progressive()) {
      sequential(ac);
      return;
    }
    int component = scan.components()[index];
    long[] blocks = blocks(component);
    int at = row * (frame.unitsAcross() * frame.across()[component]) + column;
    long before = blocks[at];
    blocks[at] = scan.refines() ? refine(scan, ac, before) : first(scan, ac, before);
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

  private void sequential(HuffmanTable ac) throws Malformed {
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

  private long first(JpegScan scan, HuffmanTable ac, long before) throws Malformed {
    if (endOfBandRun > 0) {
      endOfBandRun--;
      return before;
    }
    long set = before;
    for (int i = scan.first(); i <= scan.last(); i++) {
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
  private long refine(JpegScan scan, HuffmanTable ac, long before) throws Malformed {
    long set = before;
    int i = scan.first();
    int last = scan.last();
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
