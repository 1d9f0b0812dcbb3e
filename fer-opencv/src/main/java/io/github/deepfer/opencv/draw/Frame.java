package io.github.deepfer.opencv.draw;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.support.EmotionColors;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;

/** The rounded box around a face. */
final class Frame {
  private static final int CORNER_STEPS = 8;

  /** Points have this many binary places, for smooth corners. */
  private static final int SHIFT = 4;

  private static final double SHADOW = 0.25;

  private Frame() {}

  /** Two lines, the wider one darker, so that the box is seen on light and on dark ground. */
  static void draw(Mat canvas, Mark mark, int textHeight) {
    Box box = mark.box();
    int width = lineWidth(box, textHeight);
    int color = EmotionColors.rgb(mark.emotion());
    int edge = edge(width);
    try (IntPointer points = outline(box, Math.min(textHeight, box.width() / 5.0));
        Mat polygon = new Mat((int) points.limit() / 2, 1, opencv_core.CV_32SC2, points);
        MatVector polygons = new MatVector(polygon);
        Scalar shadow = scalar(Palette.dimmed(color, SHADOW));
        Scalar line = scalar(color)) {
      opencv_imgproc.polylines(
          canvas, polygons, true, shadow, width + 2 * edge, opencv_imgproc.LINE_AA, SHIFT);
      opencv_imgproc.polylines(canvas, polygons, true, line, width, opencv_imgproc.LINE_AA, SHIFT);
    }
  }

  /** How far the lines stick out of the box. */
  static int margin(Box box, int textHeight) {
    int width = lineWidth(box, textHeight);
    return width / 2 + edge(width);
  }

  private static int lineWidth(Box box, int textHeight) {
    return Math.max(1, Math.min(Math.round(textHeight / 5f), box.width() / 12 + 1));
  }

  private static int edge(int lineWidth) {
    return Math.max(1, lineWidth / 3);
  }

  private static IntPointer outline(Box box, double radius) {
    int[] points = new int[4 * (CORNER_STEPS + 1) * 2];
    double[] centersX = {
      box.x() + box.width() - 1 - radius,
      box.x() + radius,
      box.x() + radius,
      box.x() + box.width() - 1 - radius
    };
    double[] centersY = {
      box.y() + box.height() - 1 - radius,
      box.y() + box.height() - 1 - radius,
      box.y() + radius,
      box.y() + radius
    };
    int at = 0;
    for (int corner = 0; corner < 4; corner++) {
      for (int step = 0; step <= CORNER_STEPS; step++) {
        double angle = Math.PI / 2 * (corner + (double) step / CORNER_STEPS);
        points[at++] = fixed(centersX[corner] + radius * Math.cos(angle));
        points[at++] = fixed(centersY[corner] + radius * Math.sin(angle));
      }
    }
    return new IntPointer(points);
  }

  private static int fixed(double position) {
    return (int) Math.round(position * (1 << SHIFT));
  }

  private static Scalar scalar(int color) {
    return new Scalar(color & 0xFF, color >> 8 & 0xFF, color >> 16 & 0xFF, 0);
  }
}
