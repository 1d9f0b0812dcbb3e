package io.github.deepfer.benchmarks.endurance;

import java.util.Arrays;
import java.util.List;

/**
 * How a figure develops once the process has what it needs.
 *
 * @param first the median of the first quarter of the samples that count
 * @param last the median of the last quarter
 * @param perHour the growth: the median of the slopes between all pairs of samples (Theil and Sen),
 *     which a few peaks do not change
 */
record Trend(double first, double last, double perHour) {
  /** In the first third caches fill, code is compiled, and arenas of malloc are made. */
  private static final int LEFT_OUT = 3;

  private static final double MINUTES = 60;

  static Trend of(List<Sample> samples, Figure figure) {
    List<Sample> counted = samples.subList(samples.size() / LEFT_OUT, samples.size());
    int count = counted.size();
    if (count < 4) {
      throw new IllegalArgumentException("a trend needs 5 samples or more, got " + samples.size());
    }
    double[] values = counted.stream().mapToDouble(sample -> sample.value(figure)).toArray();
    double[] slopes = new double[count * (count - 1) / 2];
    int pairs = 0;
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        double minutes = counted.get(j).minutes() - counted.get(i).minutes();
        slopes[pairs++] = MINUTES * (values[j] - values[i]) / minutes;
      }
    }
    int quarter = count / 4;
    return new Trend(
        median(Arrays.copyOf(values, quarter)),
        median(Arrays.copyOfRange(values, count - quarter, count)),
        median(slopes));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
