package io.github.deepfer.cli.video;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.cli.video.Timeline.Span;
import io.github.deepfer.opencv.draw.Overlay;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws a row per face: a bar while it was seen, in the colours of the annotated film, with the
 * emotion's name where it fits.
 */
final class TimelineChart {
  private static final int WIDTH = 1200;
  private static final int LEFT = 120;
  private static final int RIGHT = 40;
  private static final int TOP = 140;
  private static final int ROW = 52;
  private static final int BAR = 34;
  private static final int BOTTOM = 76;
  private static final int NOTE = 28;

  /** More faces make a picture that no page holds. */
  private static final int MOST_ROWS = 20;

  private static final int PLOT = WIDTH - LEFT - RIGHT;
  private static final int LEAST_BAR = 3;
  private static final int MOST_TICKS = 12;
  private static final double DAY = 86_400;

  /** What people count in, in seconds. */
  private static final double[] STEPS = {
    0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600
  };

  private static final double LEAST_SECONDS = 0.04;
  private static final Color INK = new Color(0x15181C);
  private static final Color FAINT = new Color(0x5A626B);
  private static final Color GRID = new Color(0xD5D9DE);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 24);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private final Timeline timeline;
  private final List<Map.Entry<Long, List<Span>>> rows;
  private final BufferedImage chart;
  private final Graphics2D g;
  private final int leftOut;
  private final int bottom;
  private final double scale;

  private TimelineChart(Timeline timeline) {
    this.timeline = timeline;
    this.rows = rows(timeline);
    this.bottom = TOP + Math.max(1, rows.size()) * ROW;
    this.scale = PLOT / Math.max(LEAST_SECONDS, timeline.end());
    this.leftOut = timeline.tracks().size() - rows.size();
    int height = bottom + BOTTOM + (leftOut > 0 ? NOTE : 0);
    this.chart = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    this.g = chart.createGraphics();
  }

  /** The faces that were seen longest, in the order of their numbers. */
  private static List<Map.Entry<Long, List<Span>>> rows(Timeline timeline) {
    List<Map.Entry<Long, List<Span>>> rows = new ArrayList<>(timeline.tracks().entrySet());
    rows.sort(
        Comparator.comparingDouble(
            (Map.Entry<Long, List<Span>> row) -> -Timeline.seen(row.getValue())));
    List<Map.Entry<Long, List<Span>>> longest =
        new ArrayList<>(rows.subList(0, Math.min(MOST_ROWS, rows.size())));
    longest.sort(Map.Entry.comparingByKey());
    return longest;
  }

  static BufferedImage draw(Timeline timeline, String film) {
    TimelineChart chart = new TimelineChart(timeline);
    try {
      chart.draw(film);
    } finally {
      chart.g.dispose();
    }
    return chart.chart;
  }

  private void draw(String film) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, chart.getHeight());
    int faces = timeline.tracks().size();
    text(TITLE, INK, fitting("Emotions over time: " + film, WIDTH - 30 - RIGHT), 30, 44);
    text(
        TEXT,
        FAINT,
        (faces == 0 ? "no face" : Text.count(faces, "face"))
            + " in "
            + Text.clock(timeline.end())
            + " ("
            + Text.count(timeline.frames(), "frame")
            + "); the emotion shown by each, smoothed over time",
        30,
        74);
    drawLegend();
    drawAxis();
    for (int i = 0; i < rows.size(); i++) {
      drawRow(TOP + i * ROW + (ROW - BAR) / 2, rows.get(i).getKey(), rows.get(i).getValue());
    }
    if (rows.isEmpty()) {
      centered(TEXT, FAINT, "no face was found", (LEFT + WIDTH - RIGHT) / 2, TOP + ROW / 2 + 6);
    } else if (leftOut > 0) {
      text(
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
      g.setColor(new Color(Overlay.color(emotion)));
      g.fillRoundRect(x, 98, 18, 18, 4, 4);
      text(TEXT, INK, emotion.label(), x + 26, 113);
      x += 60 + g.getFontMetrics(TEXT).stringWidth(emotion.label());
    }
  }

  private void drawAxis() {
    double step = step(timeline.end());
    for (int i = 0; i * step <= timeline.end() + 1e-9; i++) {
      int x = x(i * step);
      g.setColor(GRID);
      g.drawLine(x, TOP, x, bottom);
      centered(TEXT, INK, tick(i * step, step), x, bottom + 24);
    }
    g.setColor(FAINT);
    g.drawLine(LEFT, bottom, WIDTH - RIGHT, bottom);
    String unit = isShort() ? "seconds" : isLong() ? "hours:minutes" : "minutes:seconds";
    centered(TEXT, INK, "time (" + unit + ")", (LEFT + WIDTH - RIGHT) / 2, bottom + 54);
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
      if (seconds <= step * MOST_TICKS) {
        return step;
      }
    }
    return Math.ceil(seconds / MOST_TICKS / DAY) * DAY;
  }

  private void drawRow(int y, long id, List<Span> spans) {
    text(TEXT, INK, "face " + id, 30, y + 16);
    double seen = Timeline.seen(spans);
    text(SMALL, FAINT, seen == 0 ? "one frame" : Text.clock(seen), 30, y + 33);
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
    g.setColor(new Color(Overlay.color(emotion)));
    g.fillRect(x, y, width, BAR);
    if (g.getFontMetrics(SMALL).stringWidth(emotion.label()) + 12 <= width) {
      centered(SMALL, INK, emotion.label(), x + width / 2, y + BAR / 2 + 5);
    }
  }

  /** What was shown for most of the time of each column of pixels; null where nobody was seen. */
  private @Nullable Emotion[] columns(List<Span> spans) {
    double[][] seconds = new double[PLOT][Emotion.values().length];
    for (Span span : spans) {
      int first = Math.min(PLOT - LEAST_BAR, (int) (span.start() * scale));
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
    for (int i = first; i < Math.min(PLOT, first + LEAST_BAR); i++) {
      columns[i] = columns[i] == null ? columns[first] : columns[i];
    }
  }

  private int x(double seconds) {
    return LEFT + (int) Math.round(seconds * scale);
  }

  private String fitting(String text, int width) {
    FontMetrics metrics = g.getFontMetrics(TITLE);
    String fitting = text;
    while (metrics.stringWidth(fitting) > width) {
      fitting = fitting.substring(0, fitting.length() - 2) + "…";
    }
    return fitting;
  }

  private void centered(Font font, Color color, String text, int x, int y) {
    text(font, color, text, x - g.getFontMetrics(font).stringWidth(text) / 2, y);
  }

  private void text(Font font, Color color, String text, int x, int y) {
    g.setFont(font);
    g.setColor(color);
    g.drawString(text, x, y);
  }
}
