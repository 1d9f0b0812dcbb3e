package io.github.deepfer.report;

/**
 * How two groups differ in one figure. The interval and the effect take the faces as independent:
 * faces of one person or of one video are not, so that the interval is too narrow then. It is good
 * from some 30 faces per group on.
 *
 * @param difference mean of the second group less that of the first; NaN if one has no face
 * @param low lower end of the 95 % confidence interval of the difference, by Welch's standard
 *     error; NaN if a group has fewer than two faces
 * @param high upper end of it
 * @param effect Cohen's d: the difference in units of the pooled standard deviation; NaN if that is
 *     0 or unknown
 */
public record GroupDifference(double difference, double low, double high, double effect) {
  /**
   * Compares two groups.
   *
   * @param first the figure of the first group
   * @param second the same of the second
   * @return how they differ
   */
  public static GroupDifference of(Spread first, Spread second) {
    double difference = second.mean() - first.mean();
    double variance1 = first.deviation() * first.deviation();
    double variance2 = second.deviation() * second.deviation();
    double error = Math.sqrt(variance1 / first.count() + variance2 / second.count());
    double pooled =
        Math.sqrt(
            ((first.count() - 1) * variance1 + (second.count() - 1) * variance2)
                / (first.count() + second.count() - 2));
    return new GroupDifference(
        difference,
        difference - Spread.QUANTILE * error,
        difference + Spread.QUANTILE * error,
        pooled > 0 ? difference / pooled : Double.NaN);
  }
}
