package io.github.deepfer.api.internal.image.vp8;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.PixelSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A key frame of VP8 (RFC 6386). */
public final class LossyFrame {
  private static final int TAG = 3;
  private static final int HEADER = 10;
  private static final int SEGMENTS = 4;
  private static final int SIMPLE = 1;

  private final ByteReader bytes;
  private final int end;
  private final int width;
  private final int height;
  private final int across;
  private final int down;
  private final Plane luma;
  private final Plane blue;
  private final Plane red;

  private final BoolDecoder modes;
  private final BoolDecoder[] tokens;

  private boolean segmented;
  private boolean segmentsOfBlocks;
  private boolean absolute = true;
  private final int[] segmentQuantizers = new int[SEGMENTS];
  private final int[] segmentLevels = new int[SEGMENTS];
  private final int[] segmentProbabilities = {255, 255, 255};

  private int filterKind;
  private int filterLevel;
  private int sharpness;
  private int levelOfIntra;
  private int levelOfBlocks;

  private final int[][] steps = new int[SEGMENTS][];
  private final byte[] probabilities = Vp8Tables.coefficients();

  /** 0 where every macroblock has coefficients. */
  private int skipProbability;

  private LossyFrame(ByteReader bytes, int start, int end) throws Malformed {
    this.bytes = bytes;
    this.end = end;
    int tag = bytes.u24le(start);
    boolean key = (tag & 1) == 0 && bytes.startsWith(start + TAG, 0x9D, 0x01, 0x2A);
    if (!key || (tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0) {
      throw Malformed.damaged("its VP8 data is no visible key frame");
    }
    width = bytes.u16le(start + 6) & 0x3FFF;
    height = bytes.u16le(start + 8) & 0x3FFF;
    across = (width + 15) / 16;
    down = (height + 15) / 16;
    luma = new Plane(16 * across, 16 * down, 4);
    blue = new Plane(8 * across, 8 * down, 0);
    red = new Plane(8 * across, 8 * down, 0);
    int first = start + HEADER;
    int partitions = first + (tag >> 5);
    if (partitions >= end) {
      throw bytes.cutShort();
    }
    modes = new BoolDecoder(bytes.file(), first, partitions);
    modes.number(2); // colour space and clamping: there is one of each
    segments();
    filter();
    tokens = partitions(partitions);
    quantizers();
    modes.flag(); // whether to keep the probabilities for the next frame
    for (int i = 0; i < probabilities.length; i++) {
      if (modes.bit(Vp8Tables.update(i)) == 1) {
        probabilities[i] = (byte) modes.number(8);
      }
    }
    skipProbability = modes.flag() ? modes.number(8) : 0;
  }

  /**
   * Decodes a frame.
   *
   * @param opacity of each pixel; null if all are opaque
   * @param target gets the pixels
   * @param first the number of the first pixel in the target
   * @param row pixels of the target in a row
   */
  public static void decode(
      ByteReader bytes,
      int start,
      int end,
      byte @Nullable [] opacity,
      PixelSink target,
      int first,
      int row)
      throws Malformed {
    LossyFrame frame = new LossyFrame(bytes, start, end);
    frame.macroblocks();
    new Chroma(frame.luma, frame.blue, frame.red, frame.width, frame.height)
        .put(opacity, target, first, row);
  }

  private void segments() {
    segmented = modes.flag();
    if (!segmented) {
      return;
    }
    segmentsOfBlocks = modes.flag();
    if (modes.flag()) {
      absolute = modes.flag();
      for (int i = 0; i < SEGMENTS; i++) {
        segmentQuantizers[i] = modes.optional(7);
      }
      for (int i = 0; i < SEGMENTS; i++) {
        segmentLevels[i] = modes.optional(6);
      }
    }
    if (segmentsOfBlocks) {
      for (int i = 0; i < segmentProbabilities.length; i++) {
        segmentProbabilities[i] = modes.flag() ? modes.number(8) : 255;
      }
    }
  }

  private void filter() {
    filterKind = modes.number(1);
    filterLevel = modes.number(6);
    sharpness = modes.number(3);
    boolean byMode = modes.flag();
    if (byMode && modes.flag()) {
      levelOfIntra = modes.optional(6);
      for (int i = 1; i < 4; i++) {
        modes.optional(6); // of frames before
      }
      levelOfBlocks = modes.optional(6);
      for (int i = 1; i < 4; i++) {
        modes.optional(6);
      }
    }
  }

  private BoolDecoder[] partitions(int start) throws Malformed {
    int count = 1 << modes.number(2);
    long at = start + 3L * (count - 1);
    BoolDecoder[] partitions = new BoolDecoder[count];
    for (int i = 0; i < count; i++) {
      long next = i == count - 1 ? end : at + bytes.u24le(start + 3L * i);
      if (at > end || next > end) {
        throw bytes.cutShort();
      }
      partitions[i] = new BoolDecoder(bytes.file(), (int) at, (int) next);
      at = next;
    }
    return partitions;
  }

  private void quantizers() {
    int base = modes.number(7);
    int lumaDc = modes.optional(4);
    int meansDc = modes.optional(4);
    int meansAc = modes.optional(4);
    int chromaDc = modes.optional(4);
    int chromaAc = modes.optional(4);
    for (int i = 0; i < SEGMENTS; i++) {
      int q = !segmented ? base : segmentQuantizers[i] + (absolute ? 0 : base);
      steps[i] =
          new int[] {
            Vp8Tables.dcStep(q + lumaDc),
            Vp8Tables.acStep(q),
            2 * Vp8Tables.dcStep(q + meansDc),
            Math.max(8, Vp8Tables.acStep(q + meansAc) * 155 / 100),
            Math.min(132, Vp8Tables.dcStep(q + chromaDc)),
            Vp8Tables.acStep(q + chromaAc)
          };
    }
  }

  private void macroblocks() throws Malformed {
    Residual residual = new Residual(probabilities);
    Prediction prediction = new Prediction();
    boolean[] above = new boolean[9 * across];
    int[] modesAbove = new int[4 * across];
    int[] filterLimits = new int[across * down];
    boolean[] filtersInside = new boolean[across * down];
    for (int y = 0; y < down; y++) {
      BoolDecoder bits = tokens[y & (tokens.length - 1)];
      boolean[] left = new boolean[9];
      int[] modesLeft = new int[4];
      for (int x = 0; x < across; x++) {
        int segment = segmentsOfBlocks ? segment() : 0;
        boolean skipped = skipProbability > 0 && modes.bit(skipProbability) == 1;
        boolean whole = modes.bit(145) == 1;
        int[] blockModes = new int[16];
        int mode = whole ? wholeMode() : -1;
        if (whole) {
          // The modes of whole macroblocks are those of blocks, too, and in the same order but two.
          int asBlock = blockMode(mode);
          Arrays.fill(modesAbove, 4 * x, 4 * x + 4, asBlock);
          Arrays.fill(modesLeft, asBlock);
        } else {
          blockModes(blockModes, modesAbove, 4 * x, modesLeft);
        }
        int chromaMode = chromaMode();
        residual.clear();
        if (skipped) {
          skip(above, 9 * x, left, whole);
        } else {
          residuals(residual, bits, steps[segment], above, 9 * x, left, whole);
        }
        if (bits.isUsedUp() || modes.isUsedUp()) {
          throw bytes.cutShort();
        }
        int number = y * across + x;
        filterLimits[number] = level(segment, whole);
        filtersInside[number] = !whole || residual.isAny();
        luma(prediction, residual, x, y, mode, blockModes);
        chroma(residual, blue, Residual.U, x, y, chromaMode);
        chroma(residual, red, Residual.U + 4, x, y, chromaMode);
      }
      extend(y);
    }
    if (filterLevel > 0) {
      filter(filterLimits, filtersInside);
    }
  }

  private int segment() {
    return modes.bit(segmentProbabilities[0]) == 0
        ? modes.bit(segmentProbabilities[1])
        : 2 + modes.bit(segmentProbabilities[2]);
  }

  private int wholeMode() {
    return modes.bit(156) == 1
        ? (modes.bit(128) == 1 ? Prediction.TRUE_MOTION : Prediction.HORIZONTAL)
        : (modes.bit(163) == 1 ? Prediction.VERTICAL : Prediction.DC);
  }

  private int chromaMode() {
    if (modes.bit(142) == 0) {
      return Prediction.DC;
    }
    if (modes.bit(114) == 0) {
      return Prediction.VERTICAL;
    }
    return modes.bit(183) == 1 ? Prediction.TRUE_MOTION : Prediction.HORIZONTAL;
  }

  private static int blockMode(int whole) {
    return switch (whole) {
      case Prediction.DC -> Prediction.BLOCK_DC;
      case Prediction.VERTICAL -> Prediction.BLOCK_VERTICAL;
      case Prediction.HORIZONTAL -> Prediction.BLOCK_HORIZONTAL;
      default -> Prediction.BLOCK_TRUE_MOTION;
    };
  }

  private void blockModes(int[] blockModes, int[] above, int first, int[] left) {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int mode = blockMode(above[first + x], left[y]);
        above[first + x] = mode;
        left[y] = mode;
        blockModes[4 * y + x] = mode;
      }
    }
  }

  private int blockMode(int above, int left) {
    if (bit(above, left, 0) == 0) {
      return Prediction.BLOCK_DC;
    }
    if (bit(above, left, 1) == 0) {
      return Prediction.BLOCK_TRUE_MOTION;
    }
    if (bit(above, left, 2) == 0) {
      return Prediction.BLOCK_VERTICAL;
    }
    if (bit(above, left, 3) == 0) {
      if (bit(above, left, 4) == 0) {
        return Prediction.BLOCK_HORIZONTAL;
      }
      return bit(above, left, 5) == 0
          ? Prediction.BLOCK_RIGHT_DOWN
          : Prediction.BLOCK_VERTICAL_RIGHT;
    }
    if (bit(above, left, 6) == 0) {
      return Prediction.BLOCK_LEFT_DOWN;
    }
    if (bit(above, left, 7) == 0) {
      return Prediction.BLOCK_VERTICAL_LEFT;
    }
    return bit(above, left, 8) == 0
        ? Prediction.BLOCK_HORIZONTAL_DOWN
        : Prediction.BLOCK_HORIZONTAL_UP;
  }

  private int bit(int above, int left, int node) {
    return modes.bit(Vp8Tables.mode(above, left, node));
  }

  /** Means are counted apart: a macroblock without them leaves those of the one before. */
  private static void skip(boolean[] above, int first, boolean[] left, boolean whole) {
    Arrays.fill(above, first, first + (whole ? 9 : 8), false);
    Arrays.fill(left, 0, whole ? 9 : 8, false);
  }

  private static void residuals(
      Residual residual,
      BoolDecoder bits,
      int[] steps,
      boolean[] above,
      int first,
      boolean[] left,
      boolean whole) {
    int kind = 3;
    if (whole) {
      int context = context(above[first + 8], left[8]);
      boolean some = residual.read(bits, Residual.MEANS, 1, context, steps[2], steps[3]);
      above[first + 8] = some;
      left[8] = some;
      kind = 0;
    }
    for (int block = 0; block < 16; block++) {
      int column = first + (block & 3);
      int row = block >> 2;
      int context = context(above[column], left[row]);
      boolean some = residual.read(bits, block, kind, context, steps[0], steps[1]);
      above[column] = some;
      left[row] = some;
    }
    for (int block = 0; block < 8; block++) {
      int plane = 4 + block / 4 * 2;
      int column = first + plane + (block & 1);
      int row = plane + (block >> 1 & 1);
      int context = context(above[column], left[row]);
      boolean some = residual.read(bits, Residual.U + block, 2, context, steps[4], steps[5]);
      above[column] = some;
      left[row] = some;
    }
    if (whole) {
      residual.spreadMeans();
    }
  }

  private static int context(boolean above, boolean left) {
    return (above ? 1 : 0) + (left ? 1 : 0);
  }

  private void luma(
      Prediction prediction, Residual residual, int x, int y, int mode, int[] blockModes) {
    int at = luma.at(16 * x, 16 * y);
    if (mode >= 0) {
      Prediction.predict(luma, at, 16, mode, y > 0, x > 0);
    }
    for (int block = 0; block < 16; block++) {
      int column = 4 * (block & 3);
      int row = 4 * (block >> 2);
      int corner = at + row * luma.stride + column;
      if (mode < 0) {
        // To the right of a macroblock is nothing yet but what is above.
        int above = column == 12 ? at - luma.stride + 16 : corner - luma.stride + 4;
        prediction.predict(luma, corner, blockModes[block], above);
      }
      residual.add(block, luma, corner);
    }
  }

  /** What follows the last row to the right is taken for its last sample. */
  private void extend(int y) {
    int last = luma.at(16 * across, 16 * y + 15);
    Arrays.fill(luma.samples, last, last + 4, luma.samples[last - 1]);
  }

  private static void chroma(
      Residual residual, Plane plane, int firstBlock, int x, int y, int mode) {
    int at = plane.at(8 * x, 8 * y);
    Prediction.predict(plane, at, 8, mode, y > 0, x > 0);
    for (int block = 0; block < 4; block++) {
      int corner = at + (block >> 1) * 4 * plane.stride + (block & 1) * 4;
      residual.add(firstBlock + block, plane, corner);
    }
  }

  private int level(int segment, boolean whole) {
    int level = !segmented ? filterLevel : segmentLevels[segment] + (absolute ? 0 : filterLevel);
    level += levelOfIntra + (whole ? 0 : levelOfBlocks);
    return Math.max(0, Math.min(63, level));
  }

  private void filter(int[] levels, boolean[] inside) {
    LoopFilter[] filters = {new LoopFilter(luma), new LoopFilter(blue), new LoopFilter(red)};
    for (int number = 0; number < levels.length; number++) {
      if (levels[number] > 0) {
        filter(filters, number % across, number / across, levels[number], inside[number]);
      }
    }
  }

  private void filter(LoopFilter[] filters, int x, int y, int level, boolean inside) {
    int interior = sharpness == 0 ? level : level >> (sharpness > 4 ? 2 : 1);
    if (sharpness > 0) {
      interior = Math.min(interior, 9 - sharpness);
    }
    interior = Math.max(1, interior);
    int limit = 2 * level + interior;
    int variance = level >= 40 ? 2 : level >= 15 ? 1 : 0;
    Plane[] planes = {luma, blue, red};
    for (int plane = 0; plane < (filterKind == SIMPLE ? 1 : 3); plane++) {
      int size = plane == 0 ? 16 : 8;
      int stride = planes[plane].stride;
      int at = planes[plane].at(size * x, size * y);
      LoopFilter filter = filters[plane];
      for (int edge = x > 0 ? 0 : 4; edge < (inside ? size : 4); edge += 4) {
        edge(filter, at + edge, 1, stride, size, limit, interior, variance, edge == 0);
      }
      for (int edge = y > 0 ? 0 : 4; edge < (inside ? size : 4); edge += 4) {
        edge(filter, at + edge * stride, stride, 1, size, limit, interior, variance, edge == 0);
      }
    }
  }

  private void edge(
      LoopFilter filter,
      int at,
      int across,
      int along,
      int length,
      int limit,
      int interior,
      int variance,
      boolean outer) {
    int most = outer ? limit + 4 : limit;
    if (filterKind == SIMPLE) {
      filter.simple(at, across, along, length, most);
    } else {
      filter.normal(at, across, along, length, most, interior, variance, outer);
    }
  }
}
