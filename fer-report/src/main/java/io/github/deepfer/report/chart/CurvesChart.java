package io.github.deepfer.report.chart;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.report.EmotionBins;
import io.github.deepfer.report.EmotionStatistics;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.chart.Sheet.Letters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Draws the seven probabilities of each face over the time of a video, a panel per face; a curve
 * has a point in the middle of each bin and is interrupted where the face was not seen.
 */
public final class CurvesChart {
  private static final int WIDTH = 1200;
  private static final int LEFT = 120;
  private static final int RIGHT = 40;
  private static final int TOP = 140;
  private static final int PANEL = 200;
  private static final int GAP = 44;
  private static final int BOTTOM = 40;
  private static final int NOTE = 28;
  private static final int PLOT = WIDTH - LEFT - RIGHT;

  /** More faces make a picture that no page holds. */
  private static final int MAX_PANELS = 8;

  private final EmotionBins bins;
  private final String video;
  private final List<Map.Entry<Long, SortedMap<Long, EmotionStatistics>>> panels;
  private final int leftOut;
  private final TimeAxis axis;

  private CurvesChart(EmotionBins bins, String video) {
    this.bins = bins;
    this.video = video;
    panels = new ArrayList<>(bins.tracks().entrySet());
    panels.sort(Comparator.comparingInt(track -> -track.getValue().size()));
    leftOut = Math.max(0, panels.size() - MAX_PANELS);
    panels.subList(panels.size() - leftOut, panels.size()).clear();
    panels.sort(Map.Entry.comparingByKey());
    long end = panels.stream().mapToLong(track -> track.getValue().lastKey() + 1).max().orElse(1);
    axis = new TimeAxis(0, bins.start(end), LEFT, PLOT);
  }

  /**
   * Draws it.
   *
   * @param bins what the video showed
   * @param video its name, for the title; shortened if it is too long
   * @return a PNG, 1,200 pixels wide, without text if {@link Charts#textProblem} says so; of many
   *     faces it has those that were seen longest
   * @throws IllegalStateException if no chart can be drawn here, see {@link Charts#problem}
   */
  public static byte[] png(EmotionBins bins, String video) {
    Charts.require();
    CurvesChart chart = new CurvesChart(bins, video);
    return PngSheet.of(WIDTH, chart.height(), chart::draw);
  }

  /**
   * Draws it as an SVG document, which needs no module {@code java.desktop}.
   *
   * @param bins as above
   * @param video as above
   * @return the document
   */
  public static String svg(EmotionBins bins, String video) {
    CurvesChart chart = new CurvesChart(bins, video);
    return SvgSheet.of(WIDTH, chart.height(), chart::draw);
  }

  private int height() {
    return bottom(Math.max(1, panels.size()) - 1) + GAP + BOTTOM + (leftOut > 0 ? NOTE : 0);
  }

  private static int top(int panel) {
    return TOP + panel * (PANEL + GAP);
  }

  private static int bottom(int panel) {
    return top(panel) + PANEL;
  }

  private void draw(Sheet sheet) {
    String title =
        sheet.fitting(Letters.TITLE, "Probabilities over time: " + video, WIDTH - 30 - RIGHT);
    sheet.text(Letters.TITLE, Sheet.INK, title, 30, 44);
    String note = "means over " + Wording.clock(bins.start(1)) + ", not smoothed";
    sheet.text(Letters.TEXT, Sheet.FAINT, note, 30, 74);
    Legend.draw(sheet, EmotionStatistics.EMOTIONS, LEFT, 98);
    if (panels.isEmpty()) {
      sheet.centered(
          Letters.TEXT, Sheet.FAINT, "no face was found", LEFT + PLOT / 2, TOP + PANEL / 2);
    }
    for (int i = 0; i < panels.size(); i++) {
      drawPanel(sheet, i, panels.get(i).getKey(), panels.get(i).getValue());
    }
    if (leftOut > 0) {
      sheet.text(
          Letters.SMALL,
          Sheet.FAINT,
          "The " + panels.size() + " faces seen longest; " + leftOut + " more are left out.",
          30,
          height() - 14);
    }
  }

  private void drawPanel(
      Sheet sheet, int panel, long track, SortedMap<Long, EmotionStatistics> found) {
    int top = top(panel);
    int bottom = bottom(panel);
    for (int i = 0; i <= 4; i++) {
      int y = bottom - i * PANEL / 4;
      sheet.line(Sheet.GRID, LEFT, y, LEFT + PLOT, y);
      sheet.before(Letters.SMALL, Sheet.FAINT, Wording.percent(i / 4.0), LEFT - 8, y + 4);
    }
    axis.draw(sheet, top, bottom, panel == panels.size() - 1);
    sheet.upward(Letters.TEXT, Sheet.INK, "face " + track, 44, (top + bottom) / 2);
    for (Emotion emotion : EmotionStatistics.EMOTIONS) {
      for (List<Map.Entry<Long, EmotionStatistics>> run : runs(found)) {
        double[] x = run.stream().mapToDouble(bin -> axis.x(middle(bin.getKey()))).toArray();
        double[] y =
            run.stream()
                .mapToDouble(bin -> bottom - PANEL * bin.getValue().probability(emotion).mean())
                .toArray();
        sheet.curve(EmotionColors.rgb(emotion), x, y);
      }
    }
  }

  private double middle(long bin) {
    return (bins.start(bin) + bins.start(bin + 1)) / 2;
  }

  /** Bins that follow each other. */
  private static List<List<Map.Entry<Long, EmotionStatistics>>> runs(
      SortedMap<Long, EmotionStatistics> found) {
    List<List<Map.Entry<Long, EmotionStatistics>>> runs = new ArrayList<>();
    long before = Long.MIN_VALUE;
    for (Map.Entry<Long, EmotionStatistics> bin : found.entrySet()) {
      if (bin.getKey() != before + 1) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(bin);
      before = bin.getKey();
    }
    return runs;
  }
}
