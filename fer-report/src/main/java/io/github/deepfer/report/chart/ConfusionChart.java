package io.github.deepfer.report.chart;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.chart.Sheet.Letters;
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

  private final Map<Emotion, List<Long>> confusion;
  private final String title;
  private final int side;

  private ConfusionChart(Map<Emotion, List<Long>> confusion, String title) {
    this.confusion = confusion;
    this.title = title;
    side = confusion.size() * CELL;
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
    ConfusionChart chart = new ConfusionChart(confusion, title);
    return PngSheet.of(chart.width(), chart.height(), chart::draw);
  }

  /**
   * Draws it as an SVG document, which needs no module {@code java.desktop}.
   *
   * @param confusion as above
   * @param title as above
   * @return the document
   */
  public static String svg(Map<Emotion, List<Long>> confusion, String title) {
    ConfusionChart chart = new ConfusionChart(confusion, title);
    return SvgSheet.of(chart.width(), chart.height(), chart::draw);
  }

  private int width() {
    return LEFT + side + MARGIN;
  }

  private int height() {
    return TOP + side + MARGIN;
  }

  private void draw(Sheet sheet) {
    String fitting = sheet.fitting(Letters.TITLE, title, LEFT + side);
    sheet.centered(Letters.TITLE, Sheet.INK, fitting, (LEFT + side + MARGIN) / 2, 42);
    sheet.centered(Letters.TEXT, Sheet.FAINT, "predicted", LEFT + side / 2, TOP - 46);
    sheet.upward(Letters.TEXT, Sheet.FAINT, "actual", 34, TOP + side / 2);
    int row = 0;
    for (Map.Entry<Emotion, List<Long>> entry : confusion.entrySet()) {
      String label = entry.getKey().label();
      int middle = row * CELL + CELL / 2;
      sheet.before(Letters.TEXT, Sheet.INK, label, LEFT - 12, TOP + middle + 6);
      sheet.centered(Letters.TEXT, Sheet.INK, label, LEFT + middle, TOP - 14);
      long support = entry.getValue().stream().mapToLong(Long::longValue).sum();
      for (int column = 0; column < entry.getValue().size(); column++) {
        cell(sheet, LEFT + column * CELL, TOP + row * CELL, entry.getValue().get(column), support);
      }
      row++;
    }
  }

  private static void cell(Sheet sheet, int x, int y, long count, long support) {
    if (support == 0) {
      sheet.rectangle(Sheet.EMPTY, x + 1, y + 1, CELL - 2, CELL - 2);
      sheet.centered(Letters.TEXT, Sheet.FAINT, "-", x + CELL / 2, y + CELL / 2 + 6);
      return;
    }
    double share = (double) count / support;
    // From white to a dark blue.
    int fill =
        (int) Math.round(255 - 230 * share) << 16
            | (int) Math.round(255 - 185 * share) << 8
            | (int) Math.round(255 - 115 * share);
    sheet.rectangle(fill, x + 1, y + 1, CELL - 2, CELL - 2);
    int ink = share > 0.5 ? Sheet.WHITE : Sheet.INK;
    String percent = Wording.percent(share);
    sheet.centered(Letters.TEXT, ink, percent, x + CELL / 2, y + CELL / 2);
    sheet.centered(Letters.SMALL, ink, Long.toString(count), x + CELL / 2, y + CELL / 2 + 22);
  }
}
