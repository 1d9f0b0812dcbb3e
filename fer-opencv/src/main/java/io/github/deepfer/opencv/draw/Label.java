package io.github.deepfer.opencv.draw;

import io.github.deepfer.opencv.mat.Mats;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A line of text on a rounded plate. Its letters are drawn several times too large and shrunk,
 * which makes OpenCV's stroke font smooth at any size.
 */
final class Label {
  private static final int OVERSAMPLING = 6;

  /** Height of capitals of the font at scale 1. */
  private static final double CAPITALS = 21;

  private static final double STROKE = 0.15;
  private static final double PADDING_X = 0.75;
  private static final double PADDING_Y = 0.62;
  private static final double CORNER = 0.5;

  private final String text;
  private final int plate;
  private final int textHeight;
  private final int textWidth;

  private Label(String text, int plate, int textHeight, int textWidth) {
    this.text = text;
    this.plate = plate;
    this.textHeight = textHeight;
    this.textWidth = textWidth;
  }

  static Label of(String text, int plate, int wantedHeight, int mostWidth) {
    Label label = new Label(text, plate, wantedHeight, textWidth(text, wantedHeight));
    for (int height = wantedHeight - 1; height > 0 && label.width() > mostWidth; height--) {
      label = new Label(text, plate, height, textWidth(text, height));
    }
    return label;
  }

  /** Height of capitals in pixels. */
  int textHeight() {
    return textHeight;
  }

  int width() {
    return textWidth + 2 * (int) Math.round(textHeight * PADDING_X);
  }

  int height() {
    return textHeight + 2 * (int) Math.round(textHeight * PADDING_Y);
  }

  private static int textWidth(String text, int height) {
    try (IntPointer baseline = new IntPointer(1);
        Size size =
            opencv_imgproc.getTextSize(
                text, opencv_imgproc.FONT_HERSHEY_SIMPLEX, scale(height), 1, baseline)) {
      return (int) Math.ceil((double) size.width() / OVERSAMPLING + height * STROKE);
    }
  }

  private static double scale(int height) {
    return height * OVERSAMPLING / CAPITALS;
  }

  void paint(Canvas canvas, int left, int top) {
    paintMask(canvas, left, top, plateMask(), plate);
    paintText(canvas, left, top);
  }

  /** Only the letters. */
  void paintText(Canvas canvas, int left, int top) {
    paintMask(canvas, left, top, textMask(), Palette.textOn(plate));
  }

  private void paintMask(Canvas canvas, int left, int top, byte[] mask, int color) {
    for (int y = 0; y < height(); y++) {
      for (int x = 0; x < width(); x++) {
        canvas.blend(left + x, top + y, color, mask[y * width() + x] & 0xFF);
      }
    }
  }

  private byte[] textMask() {
    try (Mat mask = largeMask();
        Scalar white = new Scalar(255);
        Point start =
            new Point(
                (int) Math.round(textHeight * (PADDING_X + STROKE / 2)) * OVERSAMPLING,
                (height() - (int) Math.round(textHeight * PADDING_Y)) * OVERSAMPLING)) {
      opencv_imgproc.putText(
          mask,
          text,
          start,
          opencv_imgproc.FONT_HERSHEY_SIMPLEX,
          scale(textHeight),
          white,
          Math.max(1, (int) Math.round(textHeight * STROKE * OVERSAMPLING)),
          opencv_imgproc.LINE_AA,
          false);
      return shrunk(mask);
    }
  }

  private byte[] plateMask() {
    int right = width() * OVERSAMPLING - 1;
    int bottom = height() * OVERSAMPLING - 1;
    int radius = (int) Math.round(textHeight * CORNER * OVERSAMPLING);
    try (Mat mask = largeMask();
        Scalar white = new Scalar(255)) {
      fill(mask, 0, radius, right, bottom - radius, white);
      fill(mask, radius, 0, right - radius, bottom, white);
      for (int x : new int[] {radius, right - radius}) {
        for (int y : new int[] {radius, bottom - radius}) {
          try (Point center = new Point(x, y)) {
            opencv_imgproc.circle(
                mask, center, radius, white, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
          }
        }
      }
      return shrunk(mask);
    }
  }

  private static void fill(Mat mask, int left, int top, int right, int bottom, Scalar white) {
    try (Point from = new Point(left, top);
        Point to = new Point(right, bottom)) {
      opencv_imgproc.rectangle(
          mask, from, to, white, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
    }
  }

  private Mat largeMask() {
    try (Scalar black = new Scalar(0)) {
      return new Mat(height() * OVERSAMPLING, width() * OVERSAMPLING, opencv_core.CV_8UC1, black);
    }
  }

  private byte[] shrunk(Mat mask) {
    try (Mat small = new Mat();
        Size size = new Size(width(), height())) {
      opencv_imgproc.resize(mask, small, size, 0, 0, opencv_imgproc.INTER_AREA);
      return Mats.bytes(small);
    }
  }
}
