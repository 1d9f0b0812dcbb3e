package io.github.deepfer.benchmarks.endurance;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A panel per figure over the time, each from zero, as an SVG document. */
final class Chart {
  private static final int COLUMNS = 2;
  private static final int PANEL_WIDTH = 440;
  private static final int PANEL_HEIGHT = 90;
  private static final int LEFT = 60;
  private static final int TOP = 34;
  private static final int CELL_WIDTH = LEFT + PANEL_WIDTH + 30;
  private static final int CELL_HEIGHT = TOP + PANEL_HEIGHT + 26;

  private final StringBuilder svg = new StringBuilder();
  private final List<Sample> samples;
  private final double minutes;

  private Chart(List<Sample> samples) {
    this.samples = samples;
    minutes = Math.max(1, samples.get(samples.size() - 1).minutes());
  }

  static String svg(List<Sample> samples) {
    Chart chart = new Chart(samples);
    Figure[] figures = Figure.values();
    int rows = (figures.length + COLUMNS - 1) / COLUMNS;
    chart.add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
            + " font-size='13'>%n<rect width='100%%' height='100%%' fill='#fff'/>",
        COLUMNS * CELL_WIDTH, rows * CELL_HEIGHT + 10);
    for (Figure figure : figures) {
      int cell = figure.ordinal();
      chart.panel(figure, cell % COLUMNS * CELL_WIDTH + LEFT, cell / COLUMNS * CELL_HEIGHT + TOP);
    }
    chart.add("</svg>");
    return chart.svg.toString();
  }

  private void panel(Figure figure, int left, int top) {
    double most = samples.stream().mapToDouble(sample -> sample.value(figure)).max().orElse(1);
    double scale = PANEL_HEIGHT / Math.max(1, 1.15 * most);
    int bottom = top + PANEL_HEIGHT;
    int right = left + PANEL_WIDTH;
    add("<text x='%d' y='%d' font-weight='bold'>%s</text>", left, top - 8, figure.title());
    add(
        "<path d='M%d %dH%dM%d %dV%d' stroke='#5a626b' fill='none'/>",
        left, bottom, right, left, bottom, top);
    double y = bottom - most * scale;
    add("<path d='M%d %.1fH%d' stroke='#d5d9de'/>", left, y, right);
    if (bottom - y > PANEL_HEIGHT / 4.0) {
      // Or it would lie upon that of zero.
      label(left - 6, y + 4, "end", maximum(most));
    }
    label(left - 6, bottom + 4, "end", "0");
    label(left, bottom + 18, "start", "0");
    label(right, bottom + 18, "end", String.format(Locale.ROOT, "%.0f minutes", minutes));
    String points =
        samples.stream()
            .map(
                sample ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        left + PANEL_WIDTH * sample.minutes() / minutes,
                        bottom - scale * sample.value(figure)))
            .collect(Collectors.joining(" "));
    add("<polyline points='%s' stroke='#1f6fb2' stroke-width='1.5' fill='none'/>", points);
  }

  private static String maximum(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }

  private void label(int x, double y, String anchor, String text) {
    add("<text x='%d' y='%.1f' text-anchor='%s' fill='#5a626b'>%s</text>", x, y, anchor, text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
