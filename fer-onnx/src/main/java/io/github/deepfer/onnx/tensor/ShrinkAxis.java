package io.github.deepfer.onnx.tensor;

/**
 * The weights with which the pixels along one axis of a picture make those of a resized picture:
 * each is the mean of what it covers, or, where the picture grows, of a window of one pixel around
 * its centre, which weighs the two pixels under it as bilinear interpolation does. All windows are
 * equally long and inside the picture; those that would reach outside are moved inside, so that the
 * edge repeats. Reused for picture after picture; not thread-safe.
 */
final class ShrinkAxis {
  /** What the weights of an output sum to; a byte times this fits 16 bits. */
  static final int ONE = 256;

  /** Positions are rounded to this, so that a window on whole pixels touches no others. */
  private static final double GRID = 1 << 16;

  private int[] starts = new int[0];
  private int[][] weights = new int[0][0];
  private int outputs;
  private double scale;
  private int size;
  private int taps;

  /**
   * Lays the windows.
   *
   * @param count outputs, more than the picture fills if it is padded
   * @param scale outputs per pixel, above 0
   * @param size pixels of the picture along this axis
   */
  void plan(int count, double scale, int size) {
    if (count == outputs && scale == this.scale && size == this.size) {
      return;
    }
    outputs = count;
    this.scale = scale;
    this.size = size;
    taps = 1;
    for (int i = 0; i < count; i++) {
      taps = Math.max(taps, (int) Math.ceil(end(i)) - (int) begin(i));
    }
    if (starts.length < count) {
      starts = new int[count];
    }
    if (weights.length < taps || weights[0].length < count) {
      weights = new int[Math.max(taps, weights.length)][starts.length];
    }
    for (int i = 0; i < count; i++) {
      starts[i] = Math.min((int) begin(i), size - taps);
      for (int tap = 0; tap < taps; tap++) {
        int pixel = starts[i] + tap;
        weights[tap][i] = shareBefore(pixel + 1, i) - shareBefore(pixel, i);
      }
    }
  }

  private double window() {
    return Math.min(Math.max(1, 1 / scale), size);
  }

  private double begin(int output) {
    double begin = (output + 0.5) / scale - window() / 2;
    return onGrid(Math.max(0, Math.min(size - window(), begin)));
  }

  private double end(int output) {
    return Math.min(size, onGrid(begin(output) + window()));
  }

  private static double onGrid(double position) {
    return Math.rint(position * GRID) / GRID;
  }

  /** Rounding these instead of the weights makes the weights sum to {@link #ONE}. */
  private int shareBefore(int pixel, int output) {
    double begin = begin(output);
    double share = (pixel - begin) / (end(output) - begin);
    return (int) Math.rint(ONE * Math.max(0, Math.min(1, share)));
  }

  int outputs() {
    return outputs;
  }

  /** How many pixels, side by side, each output is a mean of; some may have weight 0. */
  int taps() {
    return taps;
  }

  /** The first pixel of an output. */
  int start(int output) {
    return starts[output];
  }

  /** By output, the weight of its first pixel, or of one so many pixels behind it. */
  int[] weights(int tap) {
    return weights[tap];
  }
}
