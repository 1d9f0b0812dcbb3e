package io.github.deepfer.report.chart;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.report.EmotionStatistics;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.chart.Sheet.Letters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Draws the mean probability of each emotion as bars, one per group, with its 95 % confidence
 * interval where there are two faces or more.
 */
public final class DistributionChart {
  private static final int WIDTH = 1000;
  private static final int LEFT = 90;
  private static final int RIGHT = 30;
  private static final int TOP = 130;
  private static final int PLOT_HEIGHT = 320;
  private static final int HEIGHT = TOP + PLOT_HEIGHT + 70;
  private static final int SLOT = (WIDTH - LEFT - RIGHT) / EmotionStatistics.EMOTIONS.size();

  /** Of a slot, the rest is between the emotions. */
  private static final double FILLED = 0.72;

  private static final int MAX_GROUPS = 4;
  private static final int[] GROUPS = {0x2F6DB5, 0xE08A2E, 0x4FA845, 0x8A63F0};

  private final List<Map.Entry<String, EmotionStatistics>> groups;
  private final String title;
  private final double top;

  private DistributionChart(Map<String, EmotionStatistics> groups, String title) {
    if (groups.isEmpty() || groups.size() > MAX_GROUPS) {
      throw new IllegalArgumentException(
          "a distribution is drawn of 1 to " + MAX_GROUPS + " groups, got " + groups.size());
    }
    this.groups = new ArrayList<>(groups.entrySet());
    this.title = title;
    double most = 0;
    for (EmotionStatistics group : groups.values()) {
      for (Emotion emotion : EmotionStatistics.EMOTIONS) {
        double mean = group.probability(emotion).mean();
        most = Double.isNaN(mean) ? most : Math.max(most, mean + interval(group, emotion));
      }
    }
    top = Math.max(0.1, Math.ceil(most * 10 - 1e-9) / 10);
  }

  /**
   * Draws it.
   *
   * @param groups what the faces of each group show, by its name; 1 to 4, in the order of the map
   * @param title what stands above it; shortened if it is too long
   * @return a PNG, without text if {@link Charts#textProblem} says so
   * @throws IllegalStateException if no chart can be drawn here, see {@link Charts#problem}
   * @throws IllegalArgumentException if there are other than 1 to 4 groups
   */
  public static byte[] png(Map<String, EmotionStatistics> groups, String title) {
    Charts.require();
    return PngSheet.of(WIDTH, HEIGHT, new DistributionChart(groups, title)::draw);
  }

  /**
   * Draws it as an SVG document, which needs no module {@code java.desktop}.
   *
   * @param groups as above
   * @param title as above
   * @return the document
   * @throws IllegalArgumentException as above
   */
  public static String svg(Map<String, EmotionStatistics> groups, String title) {
    return SvgSheet.of(WIDTH, HEIGHT, new DistributionChart(groups, title)::draw);
  }

  private void draw(Sheet sheet) {
    sheet.text(Letters.TITLE, Sheet.INK, sheet.fitting(Letters.TITLE, title, WIDTH - 60), 30, 44);
    sheet.text(
        Letters.TEXT,
        Sheet.FAINT,
        "mean probability of each emotion, with its 95 % confidence interval",
        30,
        74);
    drawGroups(sheet);
    drawScale(sheet);
    for (int i = 0; i < EmotionStatistics.EMOTIONS.size(); i++) {
      Emotion emotion = EmotionStatistics.EMOTIONS.get(i);
      int middle = LEFT + i * SLOT + SLOT / 2;
      sheet.centered(Letters.TEXT, Sheet.INK, emotion.label(), middle, TOP + PLOT_HEIGHT + 28);
      drawBars(sheet, emotion, middle);
    }
  }

  private void drawGroups(Sheet sheet) {
    int room = (WIDTH - 60) / groups.size();
    for (int i = 0; i < groups.size(); i++) {
      String name =
          groups.get(i).getKey()
              + " ("
              + Wording.count(groups.get(i).getValue().count(), "face")
              + ")";
      int x = 30 + i * room;
      if (groups.size() > 1) {
        sheet.rounded(GROUPS[i], x, 90, 18);
      }
      sheet.text(
          Letters.TEXT,
          Sheet.INK,
          sheet.fitting(Letters.TEXT, name, room - 40),
          groups.size() > 1 ? x + 26 : x,
          105);
    }
  }

  private void drawScale(Sheet sheet) {
    int steps = (int) Math.round(top * 10);
    int stride = steps > 5 ? 2 : 1;
    for (int i = 0; i <= steps; i += stride) {
      int y = y(i / 10.0);
      sheet.line(Sheet.GRID, LEFT, y, WIDTH - RIGHT, y);
      sheet.before(Letters.SMALL, Sheet.FAINT, Wording.percent(i / 10.0), LEFT - 8, y + 4);
    }
  }

  private void drawBars(Sheet sheet, Emotion emotion, int middle) {
    int bar = (int) (SLOT * FILLED / groups.size());
    for (int i = 0; i < groups.size(); i++) {
      EmotionStatistics group = groups.get(i).getValue();
      double mean = group.probability(emotion).mean();
      if (Double.isNaN(mean)) {
        continue;
      }
      int x = middle - bar * groups.size() / 2 + i * bar;
      int color = groups.size() == 1 ? EmotionColors.rgb(emotion) : GROUPS[i];
      sheet.rectangle(color, x + 1, y(mean), bar - 2, y(0) - y(mean));
      double interval = interval(group, emotion);
      int line = x + bar / 2;
      if (interval > 0) {
        int low = y(Math.max(0, mean - interval));
        int high = y(mean + interval);
        sheet.line(Sheet.INK, line, low, line, high);
        sheet.line(Sheet.INK, line - 4, low, line + 4, low);
        sheet.line(Sheet.INK, line - 4, high, line + 4, high);
      }
      int above = y(mean + interval) - 6;
      sheet.centered(Letters.SMALL, Sheet.INK, Wording.percent(mean), line, above);
    }
    sheet.line(Sheet.FAINT, LEFT, y(0), WIDTH - RIGHT, y(0));
  }

  private int y(double probability) {
    return TOP + PLOT_HEIGHT - (int) Math.round(PLOT_HEIGHT * probability / top);
  }

  private static double interval(EmotionStatistics group, Emotion emotion) {
    double interval = group.probability(emotion).interval();
    return Double.isNaN(interval) ? 0 : interval;
  }
}
