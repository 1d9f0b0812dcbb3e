package io.github.deepfer.opencv.haar;

import io.github.deepfer.opencv.mat.Mats;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Searches one level at a time, in memory that it keeps. A window is known by its number in the
 * level's grid, row by row. Not thread-safe.
 */
final class LevelSearch implements AutoCloseable {
  /** Stages that a window passes for its neighbors to be looked at. */
  private static final int TO_NEIGHBORS = 6;

  /** Stages that a window passes for the next levels to look at its place. */
  private static final int TO_LEVELS = 12;

  /** Contrast is measured inside a margin of a pixel. */
  private static final int INNER = HaarCascade.WINDOW - 2;

  private static final int INNER_AREA = INNER * INNER;

  /** What is surely below the least contrast, so that most of those windows need no root. */
  private static final long LOW_CONTRAST = 3200 * 3200;

  /** Entries of the map of windows: not looked at, of too little contrast, stages passed plus 2. */
  private static final int UNSEEN = 0;

  private static final int FLAT = 1;
  private static final int SEEN = 2;

  /** Of a level, at ten bytes each: those of full-HD frames are kept from one to the next. */
  private static final int MAX_KEPT_PIXELS = 1 << 20;

  private final Mat resized = new Mat();
  private final Size size = new Size();
  private final IntList open = new IntList();
  private byte[] pixels = {};
  private byte[] map = {};
  private int[] sums = {};
  private int[] squares = {};
  private HaarCascade.Placed cascade;
  private int step;
  private int columns;
  private int rows;

  LevelSearch(HaarCascade.Placed cascade) {
    this.cascade = cascade;
  }

  /**
   * Searches a level by every second window of every second row, and the neighbors of those that
   * look like a face. Where OpenCV itself moves the window by two pixels, all are looked at.
   *
   * @param picture grey
   * @param cascade for rows at least as long as the level's plus 1
   * @param found has the level, and takes what is found
   */
  void coarse(Mat picture, HaarCascade.Placed cascade, LevelFindings found) {
    prepare(picture, cascade, found.level);
    open.clear();
    if (step == 1) {
      for (int y = 0; y < rows; y += 2) {
        for (int x = 0; x < columns; x += 2) {
          look(x, y);
        }
      }
      spread();
    } else {
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          if (look(x, y) == SEEN) {
            x++;
          }
        }
      }
    }
    collect(found);
  }

  /**
   * Searches a level only where the levels next to it look like a face.
   *
   * @param picture as for {@link #coarse}
   * @param cascade as for {@link #coarse}
   * @param found as for {@link #coarse}
   * @param below what was found one level below
   * @param above what was found one level above
   */
  void near(
      Mat picture,
      HaarCascade.Placed cascade,
      LevelFindings found,
      LevelFindings below,
      LevelFindings above) {
    prepare(picture, cascade, found.level);
    open.clear();
    lookAtPlaces(below, found.level);
    lookAtPlaces(above, found.level);
    spread();
    collect(found);
  }

  private void lookAtPlaces(LevelFindings neighbor, Level level) {
    int across = neighbor.level.columns();
    for (int i = 0; i < neighbor.promising.size(); i++) {
      int window = neighbor.promising.get(i);
      lookAround(
          level.nearest(window % across, neighbor.level),
          level.nearest(window / across, neighbor.level));
    }
  }

  private void prepare(Mat picture, HaarCascade.Placed placed, Level level) {
    cascade = placed;
    step = level.step();
    columns = level.columns();
    rows = level.rows();
    int width = level.width();
    int height = level.height();
    if (pixels.length < width * height) {
      pixels = new byte[width * height];
      map = new byte[width * height];
    }
    int tableSize = cascade.stride * (height + 1);
    if (sums.length < tableSize) {
      sums = new int[tableSize];
      squares = new int[tableSize];
    }
    Arrays.fill(map, 0, columns * rows, (byte) UNSEEN);
    double shrink = 1 / (double) level.scale();
    opencv_imgproc.resize(
        picture,
        resized,
        size.width(width).height(height),
        shrink,
        shrink,
        opencv_imgproc.INTER_LINEAR_EXACT);
    try (BytePointer data = resized.data()) {
      data.get(pixels, 0, width * height);
    }
    sumUp(width, height);
  }

  private void sumUp(int width, int height) {
    int stride = cascade.stride;
    Arrays.fill(sums, 0, width + 1, 0);
    Arrays.fill(squares, 0, width + 1, 0);
    for (int y = 0; y < height; y++) {
      int row = (y + 1) * stride;
      sums[row] = 0;
      squares[row] = 0;
      int sum = 0;
      int square = 0;
      for (int x = 0; x < width; x++) {
        int pixel = pixels[y * width + x] & 0xFF;
        sum += pixel;
        square += pixel * pixel;
        int i = row + x + 1;
        sums[i] = sums[i - stride] + sum;
        squares[i] = squares[i - stride] + square;
      }
    }
  }

  /**
   * Looks at the neighbors of what looks like a face, and at those of these, until none is left.
   */
  private void spread() {
    for (int i = 0; i < open.size(); i++) {
      int window = open.get(i);
      lookAround(window % columns, window / columns);
    }
  }

  private void lookAround(int centerX, int centerY) {
    for (int y = Math.max(0, centerY - 1); y <= Math.min(rows - 1, centerY + 1); y++) {
      for (int x = Math.max(0, centerX - 1); x <= Math.min(columns - 1, centerX + 1); x++) {
        if (map[y * columns + x] == UNSEEN) {
          look(x, y);
        }
      }
    }
  }

  private int look(int x, int y) {
    int result = evaluate(x, y);
    int window = y * columns + x;
    map[window] = (byte) result;
    if (result >= SEEN + TO_NEIGHBORS) {
      open.add(window);
    }
    return result;
  }

  private int evaluate(int x, int y) {
    int at = (y * cascade.stride + x) * step;
    float norm = norm(at + cascade.stride + 1);
    return norm == 0 ? FLAT : SEEN + cascade.passed(sums, at, norm);
  }

  /** One by the contrast of the window whose inner corner is given; 0 if it is too low. */
  private float norm(int inner) {
    int down = INNER * cascade.stride;
    long sum = HaarCascade.sum(sums, inner, INNER, down);
    long square = HaarCascade.sum(squares, inner, INNER, down);
    long variance = INNER_AREA * square - sum * sum;
    if (variance < LOW_CONTRAST) {
      return 0;
    }
    float norm = (float) (1 / Math.sqrt((double) variance));
    return (double) INNER_AREA * norm < 0.1 ? norm : 0;
  }

  private void collect(LevelFindings found) {
    for (int window = 0; window < rows * columns; window++) {
      int passed = map[window] - SEEN;
      if (passed >= TO_LEVELS) {
        found.promising.add(window);
        if (passed == cascade.stages() && visited(window % columns, window / columns)) {
          found.hits.add(window);
        }
      }
    }
  }

  /**
   * Whether OpenCV looks at a window. It leaves out the one after a window that fails the first
   * stage, so of a run of such windows every second one, and what comes after an odd number.
   */
  private boolean visited(int x, int y) {
    int failed = 0;
    while (failed < x && failsFirstStage(x - failed - 1, y)) {
      failed++;
    }
    return failed % 2 == 0;
  }

  private boolean failsFirstStage(int x, int y) {
    int known = map[y * columns + x];
    return (known == UNSEEN ? evaluate(x, y) : known) == SEEN;
  }

  /** Gives back what only rare, large pictures need. */
  void releaseIfLarge() {
    Mats.releaseIfLarge(resized);
    if (pixels.length > MAX_KEPT_PIXELS) {
      pixels = new byte[0];
      map = new byte[0];
      sums = new int[0];
      squares = new int[0];
    }
  }

  @Override
  public void close() {
    resized.close();
    size.close();
  }
}
