package io.github.deepfer.api.internal.image.jpeg;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;

/**
 * The frame header of a JPEG: its size, and how its components are sampled.
 *
 * @param ids what scans call each component
 * @param across samples of each component per unit of the coarsest, horizontally
 * @param down vertically
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package, and nobody compares frames
record JpegFrame(boolean progressive, int width, int height, int[] ids, int[] across, int[] down) {
  private static final int BLOCK = 8;

  static JpegFrame parse(ByteReader bytes, int marker, int start, int end) throws Malformed {
    boolean sequential = marker == 0xC0 || marker == 0xC1;
    if (!sequential && marker != 0xC2) {
      throw new Malformed(
          "is a JPEG of a kind that hardly any program reads ("
              + (marker == 0xC9 || marker == 0xCA || marker == 0xCC
                  ? "arithmetic coding"
                  : "lossless or hierarchical")
              + "); save it as an ordinary JPEG");
    }
    int precision = bytes.u8(start);
    if (precision != 8) {
      throw new Malformed(
          "is a JPEG of " + precision + " bits, of which only 8 are read; save it with 8");
    }
    int components = bytes.u8(start + 5L);
    if ((components != 1 && components != 3 && components != 4)
        || end - start != 6 + 3 * components) {
      throw Malformed.damaged("its frame header has " + components + " components");
    }
    int[] ids = new int[components];
    int[] across = new int[components];
    int[] down = new int[components];
    for (int i = 0; i < components; i++) {
      int at = start + 6 + 3 * i;
      ids[i] = bytes.u8(at);
      across[i] = bytes.u8(at + 1) >> 4;
      down[i] = bytes.u8(at + 1) & 15;
      if (across[i] < 1 || across[i] > 4 || down[i] < 1 || down[i] > 4) {
        throw Malformed.damaged("its sampling is " + across[i] + "x" + down[i]);
      }
      for (int j = 0; j < i; j++) {
        if (ids[j] == ids[i]) {
          throw Malformed.damaged("two components are called " + ids[i]);
        }
      }
    }
    int height = bytes.u16(start + 1L);
    return new JpegFrame(!sequential, bytes.u16(start + 3L), height, ids, across, down);
  }

  int components() {
    return ids.length;
  }

  boolean isNamedRgb() {
    return ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
  }

  /** The component that a scan names; -1 if there is none. */
  int indexOf(int id) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    return -1;
  }

  /** Units of an interleaved scan in a row, each of {@code across * down} blocks per component. */
  int unitsAcross() {
    return ceil(width, BLOCK * biggest(across));
  }

  int unitsDown() {
    return ceil(height, BLOCK * biggest(down));
  }

  /** Blocks of a component in a row, when it has a scan of its own. */
  int blocksAcross(int component) {
    return ceil(ceil(width * across[component], biggest(across)), BLOCK);
  }

  int blocksDown(int component) {
    return ceil(ceil(height * down[component], biggest(down)), BLOCK);
  }

  private static int biggest(int[] factors) {
    int biggest = 1;
    for (int factor : factors) {
      biggest = Math.max(biggest, factor);
    }
    return biggest;
  }

  private static int ceil(int value, int divisor) {
    return (value + divisor - 1) / divisor;
  }
}
