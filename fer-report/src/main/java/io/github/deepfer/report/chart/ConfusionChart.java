package io.github.deepfer.report.chart;

import static io.github.deepfer.report.chart.Sheet.EMPTY;
import static io.github.deepfer.report.chart.Sheet.FAINT;
import static io.github.deepfer.report.chart.Sheet.INK;
import static io.github.deepfer.report.chart.Sheet.SMALL;
import static io.github.deepfer.report.chart.Sheet.TEXT;
import static io.github.deepfer.report.chart.Sheet.TITLE;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.Wording;
import java.awt.Color;
import java.util.List;
import java.util.Map;

/**
 * Draws a confusion matrix: a row per actual class, a column per predicted one; the darker a cell,
 * the larger its share of its row. A row without a face has no shares.
 */
public final class ConfusionChart {
  private static final int CELL = 92;
  private static final int LEFT = 150;
  private static final int TOP = 130;
  private static final int MARGIN = 30;

  private final Sheet sheet;

  private ConfusionChart(Sheet sheet) {
    this.sheet = sheet;
  }

  /**
   * Draws it.
   *
   * @param confusion by actual class, how often each class was predicted, in the order of the keys,
   *     as {@link io.github.deepfer.report.Evaluation#confusion()} has it
   * @param title what stands above it; shortened if it is too long
   * @return a PNG, without text if {@link Charts#textProblem} says so
   * @throws IllegalStateException if no chart can be drawn here, see {@link Charts#problem}
   */
  public static byte[] png(Map<Emotion, List<Long>> confusion, String title) {
    Charts.require();
    int side = confusion.size() * CELL;
    try (Sheet sheet = new Sheet(LEFT + side + MARGIN, TOP + side + MARGIN)) {
      new ConfusionChart(sheet).draw(confusion, title, side);
      return sheet.png();
    }
  }

  private void draw(Map<Emotion, List<Long>> confusion, String title, int side) {
    String fitting = sheet.fitting(TITLE, title, LEFT + side);
    sheet.centered(TITLE, INK, fitting, (LEFT + side + MARGIN) / 2, 42);
    sheet.centered(TEXT, FAINT, "predicted", LEFT + side / 2, TOP - 46);
    sheet.upward(TEXT, FAINT, "actual", 34, TOP + side / 2);
    int row = 0;
    for (Map.Entry<Emotion, List<Long>> entry : confusion.entrySet()) {
      String label = entry.getKey().label();
      int middle = row * CELL + CELL / 2;
      sheet.text(TEXT, INK, label, LEFT - 12 - sheet.width(TEXT, label), TOP + middle + 6);
      sheet.centered(TEXT, INK, label, LEFT + middle, TOP - 14);
      long support = entry.getValue().stream().mapToLong(Long::longValue).sum();
      for (int column = 0; column < entry.getValue().size(); column++) {
        cell(LEFT + column * CELL, TOP + row * CELL, entry.getValue().get(column), support);
      }
      row++;
    }
  }

  private void cell(int x, int y, long count, long support) {
    if (support == 0) {
      sheet.rectangle(EMPTY, x + 1, y + 1, CELL - 2, CELL - 2);
      sheet.centered(TEXT, FAINT, "-", x + CELL / 2, y + CELL / 2 + 6);
      return;
    }
    double share = (double) count / support;
    // From white to a dark blue.
    Color fill =
        new Color(
            (int) Math.round(255 - 230 * share),
            (int) Math.round(255 - 185 * share),
            (int) Math.round(255 - 115 * share));
    sheet.rectangle(fill, x + 1, y + 1, CELL - 2, CELL - 2);
    Color ink = share > 0.5 ? Color.WHITE : INK;
    String percent = Wording.percent(share);
    sheet.centered(TEXT, ink, percent, x + CELL / 2, y + CELL / 2);
    sheet.centered(SMALL, ink, Long.toString(count), x + CELL / 2, y + CELL / 2 + 22);
  }
}
