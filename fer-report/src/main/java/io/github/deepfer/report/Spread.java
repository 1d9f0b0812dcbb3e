package io.github.deepfer.report;

/**
 * The mean of some values and how far they lie apart.
 *
 * @param count how many values
 * @param mean their mean; NaN without a value
 * @param deviation their sample standard deviation; NaN below two values
 */
public record Spread(long count, double mean, double deviation) {
  /** Of the normal distribution, so that 95 % lie between its negative and itself. */
  static final double QUANTILE = 1.959964;

  /**
   * How far the mean may be off: half of its 95 % confidence interval, by the normal distribution,
   * which is good from some 30 values on.
   *
   * @return 0 or more; NaN below two values
   */
  public double interval() {
    return QUANTILE * deviation / Math.sqrt((double) count);
  }
}
