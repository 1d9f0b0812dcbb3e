package io.github.deepfer.report.chart;

import io.github.deepfer.report.chart.Sheet.Letters;
import java.util.Locale;

/**
 * The time below a chart, in what people count in.
 *
 * @param start at the left, in seconds
 * @param end at the right, in seconds
 * @param left where the start is, in pixels
 * @param width from the start to the end, in pixels
 */
record TimeAxis(double start, double end, int left, int width) {
  private static final int MAX_TICKS = 12;
  private static final double DAY = 86_400;
  private static final double[] STEPS = {
    0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600
  };

  /** A video of a single frame has an axis, too. */
  private static final double MIN_SECONDS = 0.04;

  /** Pixels per second. */
  double scale() {
    return width / Math.max(MIN_SECONDS, end - start);
  }

  double x(double seconds) {
    return left + (seconds - start) * scale();
  }

  void draw(Sheet sheet, int top, int bottom, boolean titled) {
    double step = step();
    for (long i = (long) Math.ceil(start / step - 1e-9); i * step <= end + 1e-9; i++) {
      int x = (int) Math.round(x(i * step));
      sheet.line(Sheet.GRID, x, top, x, bottom);
      sheet.centered(Letters.TEXT, Sheet.INK, tick(i * step, step), x, bottom + 24);
    }
    sheet.line(Sheet.FAINT, left, bottom, left + width, bottom);
    if (titled) {
      drawTitle(sheet, bottom);
    }
  }

  private void drawTitle(Sheet sheet, int bottom) {
    String unit = isShort() ? "seconds" : isLong() ? "hours:minutes" : "minutes:seconds";
    sheet.centered(Letters.TEXT, Sheet.INK, "time (" + unit + ")", left + width / 2, bottom + 54);
  }

  private boolean isShort() {
    return end < 60;
  }

  private boolean isLong() {
    return end >= 3600;
  }

  private String tick(double seconds, double step) {
    if (isShort()) {
      return String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", seconds);
    }
    long whole = Math.round(seconds) / (isLong() ? 60 : 1);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  private double step() {
    for (double step : STEPS) {
      if (end - start <= step * MAX_TICKS) {
        return step;
      }
    }
    return Math.ceil((end - start) / MAX_TICKS / DAY) * DAY;
  }
}
