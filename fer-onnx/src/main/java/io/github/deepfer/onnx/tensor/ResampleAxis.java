package io.github.deepfer.onnx.tensor;

import java.util.Arrays;

/**
 * The weights with which the pixels along one axis of a picture make the pixels of a resized crop:
 * a triangle filter as wide as the step between outputs, at least one pixel, normalised to sum 1.
 *
 * <p>It takes the pixels that the crop touches and no others, as if these had been cut out first.
 * For a crop on whole pixels this is {@code torch.nn.functional.interpolate} with {@code
 * mode="bilinear", antialias=True, align_corners=False}; for others it is {@code Image.resize} of
 * Pillow with {@code BILINEAR} and a {@code box}. Pixels outside the picture count as the nearest
 * one inside. Reused for crop after crop; not thread-safe.
 */
final class ResampleAxis {
  private final int[] starts;
  private final int[] ends;
  private final int[] offsets;
  private float[] weights = new float[0];

  ResampleAxis(int outputs) {
    starts = new int[outputs];
    ends = new int[outputs];
    offsets = new int[outputs];
  }

  /**
   * Computes the weights of one crop.
   *
   * @param from where the crop starts, in pixels from the picture's edge
   * @param length how long it is, above 0
   * @param size pixels of the picture along this axis
   */
  void plan(double from, double length, int size) {
    double scale = length / starts.length;
    double support = Math.max(1, scale);
    // Positions stay doubles until they are inside the picture: a crop may lie far outside.
    double low = Math.floor(from);
    double high = Math.max(low, Math.ceil(from + length) - 1);
    int offset = 0;
    for (int i = 0; i < starts.length; i++) {
      double center = from + (i + 0.5) * scale;
      double first = Math.max(low, Math.floor(center - support + 0.5));
      double last = Math.min(high, Math.ceil(center + support - 0.5) - 1);
      int start = (int) Math.max(0, Math.min(size - 1, first));
      int end = (int) Math.max(start, Math.min(size - 1, last)) + 1;
      starts[i] = start;
      ends[i] = end;
      offsets[i] = offset;
      offset += end - start;
      if (weights.length < offset) {
        weights = Arrays.copyOf(weights, Math.max(offset, 2 * weights.length));
      }
      double total = 0;
      for (int pixel = start; pixel < end; pixel++) {
        double weight =
            pixel > 0 && pixel < size - 1
                ? triangle(pixel, center, support)
                : triangleSum(
                    pixel == 0 ? first : Math.max(first, pixel),
                    pixel == size - 1 ? last : Math.min(last, pixel),
                    center,
                    support);
        weights[offsets[i] + pixel - start] = (float) weight;
        total += weight;
      }
      normalise(offsets[i], offset, total);
    }
  }

  private void normalise(int from, int to, double total) {
    if (total > 0) {
      float factor = (float) (1 / total);
      for (int k = from; k < to; k++) {
        weights[k] *= factor;
      }
    } else {
      // So far outside that positions have no fractions left: only the nearest pixel remains.
      Arrays.fill(weights, from, to, 1f / (to - from));
    }
  }

  private static double triangle(int pixel, double center, double support) {
    return 1 - Math.abs(center - 0.5 - pixel) / support;
  }

  /** The filter summed over the pixels first..last, as many of which may fall on one edge pixel. */
  private static double triangleSum(double first, double last, double center, double support) {
    double middle = Math.floor(center - 0.5);
    return riseSum(first, Math.min(last, middle), center, support)
        + riseSum(-last - 1, -Math.max(first, middle + 1) - 1, -center, support);
  }

  /** The rising side of the filter, summed as an arithmetic series. */
  private static double riseSum(double first, double last, double center, double support) {
    double count = last - first + 1;
    return count > 0 ? count * (1 - (center - 0.5 - (first + last) / 2) / support) : 0;
  }

  /** First pixel that any output takes. */
  int start() {
    return starts[0];
  }

  /** Pixel after the last one that any output takes. */
  int end() {
    return ends[ends.length - 1];
  }

  /** First pixel that an output takes; never falls from one output to the next. */
  int start(int output) {
    return starts[output];
  }

  /** Pixel after the last one that an output takes; never falls from one output to the next. */
  int end(int output) {
    return ends[output];
  }

  /** The most outputs that take one and the same pixel. */
  int overlap() {
    int most = 0;
    for (int first = 0, after = 0; first < starts.length; first++) {
      while (after < starts.length && starts[after] < ends[first]) {
        after++;
      }
      most = Math.max(most, after - first);
    }
    return most;
  }

  /** The weight that a pixel within an output's range has in it. */
  float weight(int output, int pixel) {
    return weights[offsets[output] + pixel - starts[output]];
  }

  /**
   * Weighs a row of pixels.
   *
   * @param row pixels, that of position {@link #start()} at {@code base}
   * @param base index into the row
   * @param result the outputs
   * @param resultBase where they start
   */
  void apply(float[] row, int base, float[] result, int resultBase) {
    float[] taps = weights;
    for (int i = 0; i < starts.length; i++) {
      int count = ends[i] - starts[i];
      int from = base + starts[i] - starts[0];
      int offset = offsets[i];
      // Four sums instead of one, so that an addition need not wait for the one before.
      float sum0 = taps[offset] * row[from];
      float sum1 = 0;
      float sum2 = 0;
      float sum3 = 0;
      int k = 1;
      for (; k < count - 3; k += 4) {
        sum0 += taps[offset + k] * row[from + k];
        sum1 += taps[offset + k + 1] * row[from + k + 1];
        sum2 += taps[offset + k + 2] * row[from + k + 2];
        sum3 += taps[offset + k + 3] * row[from + k + 3];
      }
      // At most three are left; a loop over so few costs more than they do.
      if (k < count) {
        sum1 += taps[offset + k] * row[from + k];
        if (k + 1 < count) {
          sum2 += taps[offset + k + 1] * row[from + k + 1];
          if (k + 2 < count) {
            sum3 += taps[offset + k + 2] * row[from + k + 2];
          }
        }
      }
      result[resultBase + i] = (sum0 + sum1) + (sum2 + sum3);
    }
  }
}
