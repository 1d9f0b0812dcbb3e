package io.github.deepfer.onnx.tensor;

/**
 * Which part of a picture's axis each pixel of a resized picture is the mean of: what it covers,
 * or, where the picture grows, a window of one pixel around its centre, which weighs the two pixels
 * under it as bilinear interpolation does. All windows are equally long and inside the picture;
 * those that would reach outside are moved inside, so that the edge repeats. Reused for picture
 * after picture; not thread-safe.
 *
 * <p>A position is a pixel, shifted by {@link #PART_BITS}, and how many parts of that pixel lie
 * before it.
 */
final class ShrinkAxis {
  /**
   * A window is 2 to the power of this parts, less what is left where a pixel is a whole number of
   * parts: below half a level of brightness until a window is 16 pixels long.
   */
  static final int PART_BITS = 13;

  private static final int PARTS = 1 << PART_BITS;

  /** Positions are rounded to this, so that a window starts just where the one before ends. */
  private static final double GRID = 1 << 16;

  private long[] starts = new long[0];
  private long[] ends = new long[0];
  private int outputs;
  private int pixel;
  private double window;

  /**
   * Lays the windows.
   *
   * @param count outputs, more than the picture fills if it is padded
   * @param scale outputs per pixel, above 0
   * @param size pixels of the picture along this axis
   */
  void plan(int count, double scale, int size) {
    outputs = count;
    double step = 1 / scale;
    // Of what would be less than a part per pixel the middle counts; no net is that small.
    window = Math.min(Math.min(Math.max(1, step), size), PARTS);
    pixel = (int) (PARTS / window);
    if (starts.length < count) {
      starts = new long[count];
      ends = new long[count];
    }
    for (int i = 0; i < count; i++) {
      double start = Math.max(0, Math.min(size - window, (i + 0.5) * step - window / 2));
      starts[i] = position(start);
      ends[i] = position(Math.min(size, start + window));
    }
  }

  private long position(double pixels) {
    double rounded = Math.rint(pixels * GRID) / GRID;
    long whole = (long) rounded;
    return whole << PART_BITS | (long) ((rounded - whole) * pixel);
  }

  /** The pixel of a position. */
  static int pixel(long position) {
    return (int) (position >> PART_BITS);
  }

  /** The parts of that pixel before a position. */
  static int part(long position) {
    return (int) position & PARTS - 1;
  }

  int outputs() {
    return outputs;
  }

  /** Parts per pixel. */
  int partsPerPixel() {
    return pixel;
  }

  /** The position where an output's window starts. */
  long start(int output) {
    return starts[output];
  }

  /** The position where it ends. */
  long end(int output) {
    return ends[output];
  }

  /**
   * Pixels per output if each output covers whole pixels, at most so many.
   *
   * @return 0 if not
   */
  int wholePixels(int most) {
    int pixels = (int) window;
    if (pixels > most || pixels != window) {
      return 0;
    }
    for (int i = 0; i < outputs; i++) {
      if (part(starts[i]) != 0 || part(ends[i]) != 0) {
        return 0;
      }
    }
    return pixels;
  }
}
