package io.github.deepfer.cli.evaluate;

import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_DUPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.opencv.mat.Mats;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Draws a confusion matrix; the darker a cell, the larger its share of its row. */
final class ConfusionChart {
  private static final int CELL = 92;
  private static final int LEFT = 150;
  private static final int TOP = 110;
  private static final int MARGIN = 30;
  private static final double TITLE = 0.75;
  private static final double LABEL = 0.55;
  private static final double COUNT = 0.42;

  private final Mat chart;

  private ConfusionChart(Mat chart) {
    this.chart = chart;
  }

  @SuppressWarnings("try") // The scope releases every native object made within it.
  static Image draw(Map<Emotion, List<Long>> confusion, String title) {
    int side = confusion.size() * CELL;
    try (PointerScope scope = new PointerScope()) {
      Mat chart =
          new Mat(
              TOP + side + MARGIN,
              LEFT + side + MARGIN,
              opencv_core.CV_8UC3,
              new Scalar(255, 255, 255, 0));
      new ConfusionChart(chart).drawAll(confusion, title);
      return Mats.toImage(chart);
    }
  }

  private void drawAll(Map<Emotion, List<Long>> confusion, String title) {
    Scalar ink = new Scalar(40, 40, 40, 0);
    text(title, LEFT + confusion.size() * CELL / 2, 36, TITLE, ink);
    text("rows: labels, columns: answers", LEFT + confusion.size() * CELL / 2, 64, COUNT, ink);
    int row = 0;
    for (Map.Entry<Emotion, List<Long>> entry : confusion.entrySet()) {
      String label = entry.getKey().label();
      text(label, LEFT / 2, TOP + row * CELL + CELL / 2, LABEL, ink);
      text(label, LEFT + row * CELL + CELL / 2, TOP - 18, LABEL, ink);
      long support = Math.max(1, entry.getValue().stream().mapToLong(Long::longValue).sum());
      for (int column = 0; column < entry.getValue().size(); column++) {
        long count = entry.getValue().get(column);
        cell(LEFT + column * CELL, TOP + row * CELL, (double) count / support, count);
      }
      row++;
    }
  }

  private void cell(int x, int y, double share, long count) {
    // From white to a dark blue.
    Scalar fill = new Scalar(255 - 115 * share, 255 - 185 * share, 255 - 230 * share, 0);
    opencv_imgproc.rectangle(
        chart,
        new Point(x + 1, y + 1),
        new Point(x + CELL - 2, y + CELL - 2),
        fill,
        FILLED,
        LINE_AA,
        0);
    Scalar ink = share > 0.5 ? new Scalar(255, 255, 255, 0) : new Scalar(40, 40, 40, 0);
    text(Text.percent(share), x + CELL / 2, y + CELL / 2 - 8, LABEL, ink);
    text(Long.toString(count), x + CELL / 2, y + CELL / 2 + 20, COUNT, ink);
  }

  private void text(String text, int centerX, int centerY, double scale, Scalar ink) {
    Size size = opencv_imgproc.getTextSize(text, FONT_HERSHEY_DUPLEX, scale, 1, new int[1]);
    Point start = new Point(centerX - size.width() / 2, centerY + size.height() / 2);
    opencv_imgproc.putText(chart, text, start, FONT_HERSHEY_DUPLEX, scale, ink, 1, LINE_AA, false);
  }
}
