package io.github.deepfer.report.chart;

import static io.github.deepfer.report.chart.Sheet.FAINT;
import static io.github.deepfer.report.chart.Sheet.GRID;
import static io.github.deepfer.report.chart.Sheet.INK;
import static io.github.deepfer.report.chart.Sheet.SMALL;
import static io.github.deepfer.report.chart.Sheet.TEXT;
import static io.github.deepfer.report.chart.Sheet.TITLE;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.report.Timeline;
import io.github.deepfer.report.Timeline.Span;
import io.github.deepfer.report.Wording;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws a row per face: a bar while it was seen, in the colours of the annotated video, with the
 * emotion's name where it fits.
 */
public final class TimelineChart {
  private static final int WIDTH = 1200;
  private static final int LEFT = 120;
  private static final int RIGHT = 40;
  private static final int TOP = 140;
  private static final int ROW = 52;
  private static final int BAR = 34;
  private static final int BOTTOM = 76;
  private static final int NOTE = 28;

  /** More faces make a picture that no page holds. */
  private static final int MAX_ROWS = 20;

  private static final int PLOT = WIDTH - LEFT - RIGHT;
  private static final int MIN_BAR = 3;
  private static final int MAX_TICKS = 12;
  private static final double DAY = 86_400;

  /** What people count in, in seconds. */
  private static final double[] STEPS = {
    0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600
  };

  private static final double MIN_SECONDS = 0.04;

  private final Timeline timeline;
  private final List<Map.Entry<Long, List<Span>>> rows;
  private final Sheet sheet;
  private final int leftOut;
  private final int bottom;
  private final double scale;

  private TimelineChart(Timeline timeline) {
    this.timeline = timeline;
    this.rows = rows(timeline);
    this.bottom = TOP + Math.max(1, rows.size()) * ROW;
    this.scale = PLOT / Math.max(MIN_SECONDS, timeline.end());
    this.leftOut = timeline.tracks().size() - rows.size();
    this.sheet = new Sheet(WIDTH, bottom + BOTTOM + (leftOut > 0 ? NOTE : 0));
  }

  /** The faces that were seen longest, in the order of their numbers. */
  private static List<Map.Entry<Long, List<Span>>> rows(Timeline timeline) {
    List<Map.Entry<Long, List<Span>>> rows = new ArrayList<>(timeline.tracks().entrySet());
    rows.sort(
        Comparator.comparingDouble(
            (Map.Entry<Long, List<Span>> row) -> -Timeline.seen(row.getValue())));
    List<Map.Entry<Long, List<Span>>> longest =
        new ArrayList<>(rows.subList(0, Math.min(MAX_ROWS, rows.size())));
    longest.sort(Map.Entry.comparingByKey());
    return longest;
  }

  /**
   * Draws it.
   *
   * @param timeline what the video showed
   * @param video its name, for the title; shortened if it is too long
   * @return a PNG, 1,200 pixels wide, without text if {@link Charts#textProblem} says so; of many
   *     faces it has those that were seen longest
   * @throws IllegalStateException if no chart can be drawn here, see {@link Charts#problem}
   */
  public static byte[] png(Timeline timeline, String video) {
    Charts.require();
    TimelineChart chart = new TimelineChart(timeline);
    try (Sheet sheet = chart.sheet) {
      chart.draw(video);
      return sheet.png();
    }
  }

  private void draw(String video) {
    int faces = timeline.tracks().size();
    String title = sheet.fitting(TITLE, "Emotions over time: " + video, WIDTH - 30 - RIGHT);
    sheet.text(TITLE, INK, title, 30, 44);
    sheet.text(
        TEXT,
        FAINT,
        (faces == 0 ? "no face" : Wording.count(faces, "face"))
            + " in "
            + Wording.clock(timeline.end())
            + " ("
            + Wording.count(timeline.frames(), "frame")
            + "); the emotion shown by each, smoothed over time",
        30,
        74);
    drawLegend();
    drawAxis();
    for (int i = 0; i < rows.size(); i++) {
      drawRow(TOP + i * ROW + (ROW - BAR) / 2, rows.get(i).getKey(), rows.get(i).getValue());
    }
    if (rows.isEmpty()) {
      sheet.centered(
          TEXT, FAINT, "no face was found", (LEFT + WIDTH - RIGHT) / 2, TOP + ROW / 2 + 6);
    } else if (leftOut > 0) {
      sheet.text(
          SMALL,
          FAINT,
          "The " + rows.size() + " faces seen longest; " + leftOut + " more are left out.",
          30,
          bottom + 82);
    }
  }

  private void drawLegend() {
    Set<Emotion> shown = EnumSet.complementOf(EnumSet.of(Emotion.CONTEMPT));
    rows.forEach(row -> row.getValue().forEach(span -> shown.add(span.emotion())));
    int x = LEFT;
    for (Emotion emotion : shown) {
      sheet.rounded(new Color(EmotionColors.rgb(emotion)), x, 98, 18);
      sheet.text(TEXT, INK, emotion.label(), x + 26, 113);
      x += 60 + sheet.width(TEXT, emotion.label());
    }
  }

  private void drawAxis() {
    double step = step(timeline.end());
    for (int i = 0; i * step <= timeline.end() + 1e-9; i++) {
      int x = x(i * step);
      sheet.line(GRID, x, TOP, x, bottom);
      sheet.centered(TEXT, INK, tick(i * step, step), x, bottom + 24);
    }
    sheet.line(FAINT, LEFT, bottom, WIDTH - RIGHT, bottom);
    String unit = isShort() ? "seconds" : isLong() ? "hours:minutes" : "minutes:seconds";
    sheet.centered(TEXT, INK, "time (" + unit + ")", (LEFT + WIDTH - RIGHT) / 2, bottom + 54);
  }

  private boolean isShort() {
    return timeline.end() < 60;
  }

  private boolean isLong() {
    return timeline.end() >= 3600;
  }

  private String tick(double seconds, double step) {
    if (isShort()) {
      return String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", seconds);
    }
    long whole = Math.round(seconds) / (isLong() ? 60 : 1);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  private static double step(double seconds) {
    for (double step : STEPS) {
      if (seconds <= step * MAX_TICKS) {
        return step;
      }
    }
    return Math.ceil(seconds / MAX_TICKS / DAY) * DAY;
  }

  private void drawRow(int y, long id, List<Span> spans) {
    sheet.text(TEXT, INK, "face " + id, 30, y + 16);
    double seen = Timeline.seen(spans);
    sheet.text(SMALL, FAINT, seen == 0 ? "one frame" : Wording.clock(seen), 30, y + 33);
    @Nullable Emotion[] columns = columns(spans);
    int from = 0;
    for (int to = 1; to <= columns.length; to++) {
      if (to == columns.length || columns[to] != columns[from]) {
        drawBar(LEFT + from, y, to - from, columns[from]);
        from = to;
      }
    }
  }

  private void drawBar(int x, int y, int width, @Nullable Emotion emotion) {
    if (emotion == null) {
      return;
    }
    sheet.rectangle(new Color(EmotionColors.rgb(emotion)), x, y, width, BAR);
    if (sheet.width(SMALL, emotion.label()) + 12 <= width) {
      sheet.centered(SMALL, INK, emotion.label(), x + width / 2, y + BAR / 2 + 5);
    }
  }

  /** What was shown for most of the time of each column of pixels; null where nobody was seen. */
  private @Nullable Emotion[] columns(List<Span> spans) {
    double[][] seconds = new double[PLOT][Emotion.values().length];
    for (Span span : spans) {
      int first = Math.min(PLOT - MIN_BAR, (int) (span.start() * scale));
      int last = Math.max(first, Math.min(PLOT, (int) Math.ceil(span.end() * scale)) - 1);
      for (int i = first; i <= last; i++) {
        double start = Math.max(span.start(), i / scale);
        double end = Math.min(span.end(), (i + 1) / scale);
        seconds[i][span.emotion().ordinal()] += Math.max(0, end - start) + 1e-9;
      }
    }
    @Nullable Emotion[] columns = new @Nullable Emotion[PLOT];
    for (int i = 0; i < PLOT; i++) {
      columns[i] = longest(seconds[i]);
    }
    widen(columns);
    return columns;
  }

  private static @Nullable Emotion longest(double[] seconds) {
    int longest = 0;
    for (int i = 1; i < seconds.length; i++) {
      longest = seconds[i] > seconds[longest] ? i : longest;
    }
    return seconds[longest] > 0 ? Emotion.values()[longest] : null;
  }

  /** A face of a single frame is to be seen, too. */
  private static void widen(@Nullable Emotion[] columns) {
    int first = 0;
    while (columns[first] == null) {
      first++;
    }
    for (int i = first; i < Math.min(PLOT, first + MIN_BAR); i++) {
      columns[i] = columns[i] == null ? columns[first] : columns[i];
    }
  }

  private int x(double seconds) {
    return LEFT + (int) Math.round(seconds * scale);
  }
}
