package io.github.deepfer.report.chart;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.report.Timeline;
import io.github.deepfer.report.Timeline.Span;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.chart.Sheet.Letters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private final Timeline timeline;
  private final List<Map.Entry<Long, List<Span>>> rows;
  private final String video;
  private final int leftOut;
  private final int bottom;
  private final TimeAxis axis;
  private final double scale;

  private TimelineChart(Timeline timeline, String video) {
    this.timeline = timeline;
    this.video = video;
    this.rows = rows(timeline);
    this.bottom = TOP + Math.max(1, rows.size()) * ROW;
    this.leftOut = timeline.tracks().size() - rows.size();
    this.axis = new TimeAxis(0, timeline.end(), LEFT, PLOT);
    this.scale = axis.scale();
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
    Objects.requireNonNull(timeline, "timeline");
    Objects.requireNonNull(video, "video");
    Charts.require();
    TimelineChart chart = new TimelineChart(timeline, video);
    return PngSheet.of(chart.width(), chart.height(), chart::draw);
  }

  /**
   * Draws it as an SVG document, which needs no module {@code java.desktop}.
   *
   * @param timeline as above
   * @param video as above
   * @return the document
   */
  public static String svg(Timeline timeline, String video) {
    TimelineChart chart = new TimelineChart(timeline, video);
    return SvgSheet.of(chart.width(), chart.height(), chart::draw);
  }

  private int width() {
    return WIDTH;
  }

  private int height() {
    return bottom + BOTTOM + (leftOut > 0 ? NOTE : 0);
  }

  private void draw(Sheet sheet) {
    int faces = timeline.tracks().size();
    String title = sheet.fitting(Letters.TITLE, "Emotions over time: " + video, WIDTH - 30 - RIGHT);
    sheet.text(Letters.TITLE, Sheet.INK, title, 30, 44);
    sheet.text(
        Letters.TEXT,
        Sheet.FAINT,
        (faces == 0 ? "no face" : Wording.count(faces, "face"))
            + " in "
            + Wording.clock(timeline.end())
            + " ("
            + Wording.count(timeline.frames(), "frame")
            + "); the emotion shown by each, smoothed over time",
        30,
        74);
    drawLegend(sheet);
    axis.draw(sheet, TOP, bottom, true);
    for (int i = 0; i < rows.size(); i++) {
      drawRow(sheet, TOP + i * ROW + (ROW - BAR) / 2, rows.get(i).getKey(), rows.get(i).getValue());
    }
    if (rows.isEmpty()) {
      sheet.centered(
          Letters.TEXT,
          Sheet.FAINT,
          "no face was found",
          (LEFT + WIDTH - RIGHT) / 2,
          TOP + ROW / 2 + 6);
    } else if (leftOut > 0) {
      sheet.text(
          Letters.SMALL,
          Sheet.FAINT,
          "The " + rows.size() + " faces seen longest; " + leftOut + " more are left out.",
          30,
          bottom + 82);
    }
  }

  private void drawLegend(Sheet sheet) {
    Set<Emotion> shown = EnumSet.complementOf(EnumSet.of(Emotion.CONTEMPT));
    rows.forEach(row -> row.getValue().forEach(span -> shown.add(span.emotion())));
    Legend.draw(sheet, shown, LEFT, 98);
  }

  private void drawRow(Sheet sheet, int y, long id, List<Span> spans) {
    sheet.text(Letters.TEXT, Sheet.INK, "face " + id, 30, y + 16);
    double seen = Timeline.seen(spans);
    sheet.text(
        Letters.SMALL, Sheet.FAINT, seen == 0 ? "one frame" : Wording.clock(seen), 30, y + 33);
    @Nullable Emotion[] columns = columns(spans);
    int from = 0;
    for (int to = 1; to <= columns.length; to++) {
      if (to == columns.length || columns[to] != columns[from]) {
        drawBar(sheet, LEFT + from, y, to - from, columns[from]);
        from = to;
      }
    }
  }

  private static void drawBar(Sheet sheet, int x, int y, int width, @Nullable Emotion emotion) {
    if (emotion == null) {
      return;
    }
    sheet.rectangle(EmotionColors.rgb(emotion), x, y, width, BAR);
    if (sheet.width(Letters.SMALL, emotion.label()) + 12 <= width) {
      sheet.centered(Letters.SMALL, Sheet.INK, emotion.label(), x + width / 2, y + BAR / 2 + 5);
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
}
