package io.github.deepfer.examples.video;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.examples.video.Timeline.Span;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws a row per track and a coloured bar per emotion. */
final class TimelineChart {
  private static final int WIDTH = 1200;
  private static final int LEFT = 110;
  private static final int RIGHT = 30;
  private static final int TOP = 110;
  private static final int ROW = 52;
  private static final int BAR = 34;
  private static final int BOTTOM = 70;
  private static final int MOST_ROWS = 40;
  private static final Color INK = new Color(0x2B2B2B);
  private static final Color GRID = new Color(0xDDDDDD);

  /** Paul Tol's bright and muted schemes, which the colour-blind can tell apart. */
  private static final Map<Emotion, Color> COLORS =
      Map.of(
          Emotion.ANGRY, new Color(0xCC3311),
          Emotion.DISGUST, new Color(0x117733),
          Emotion.FEAR, new Color(0x882255),
          Emotion.HAPPY, new Color(0xDDAA33),
          Emotion.NEUTRAL, new Color(0xAAAAAA),
          Emotion.SAD, new Color(0x4477AA),
          Emotion.SURPRISE, new Color(0x33BBEE),
          Emotion.CONTEMPT, new Color(0x999933));

  private TimelineChart() {}

  static BufferedImage draw(Timeline timeline, String title) {
    int rows = Math.max(1, Math.min(MOST_ROWS, timeline.tracks().size()));
    int bottom = TOP + rows * ROW;
    BufferedImage chart = new BufferedImage(WIDTH, bottom + BOTTOM, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = chart.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, chart.getWidth(), chart.getHeight());
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 22));
    g.drawString(title, LEFT, 40);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    legend(g);
    double scale = (WIDTH - LEFT - RIGHT) / Math.max(0.04, timeline.end());
    axis(g, timeline.end(), scale, bottom);
    int row = 0;
    for (Map.Entry<Long, List<Span>> track : timeline.tracks().entrySet()) {
      if (row == MOST_ROWS) {
        break;
      }
      int y = TOP + row++ * ROW + (ROW - BAR) / 2;
      g.setColor(INK);
      g.drawString("face " + track.getKey(), 20, y + BAR / 2 + 5);
      for (Span span : track.getValue()) {
        int from = LEFT + (int) Math.round(span.start() * scale);
        int to = LEFT + (int) Math.round(span.end() * scale);
        g.setColor(COLORS.get(span.emotion()));
        g.fillRect(from, y, Math.max(1, to - from), BAR);
      }
    }
    if (timeline.tracks().isEmpty()) {
      g.setColor(INK);
      g.drawString("no face found", LEFT + 20, TOP + ROW / 2 + 5);
    }
    g.dispose();
    return chart;
  }

  private static void legend(Graphics2D g) {
    int x = LEFT;
    for (Emotion emotion : Emotion.values()) {
      if (emotion == Emotion.CONTEMPT) {
        continue;
      }
      g.setColor(COLORS.get(emotion));
      g.fillRect(x, 62, 18, 18);
      g.setColor(INK);
      g.drawString(emotion.label(), x + 25, 76);
      x += 60 + g.getFontMetrics().stringWidth(emotion.label());
    }
  }

  private static void axis(Graphics2D g, double end, double scale, int bottom) {
    double step = 1;
    for (double each : new double[] {0.5, 1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600}) {
      step = each;
      if (end / each <= 12) {
        break;
      }
    }
    for (double t = 0; t <= end + 1e-9; t += step) {
      int x = LEFT + (int) Math.round(t * scale);
      g.setColor(GRID);
      g.drawLine(x, TOP, x, bottom);
      g.setColor(INK);
      String label = String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", t);
      g.drawString(label, x - g.getFontMetrics().stringWidth(label) / 2, bottom + 22);
    }
    g.drawLine(LEFT, bottom, WIDTH - RIGHT, bottom);
    String unit = "time in seconds";
    g.drawString(
        unit, (LEFT + WIDTH - RIGHT - g.getFontMetrics().stringWidth(unit)) / 2, bottom + 50);
  }
}
