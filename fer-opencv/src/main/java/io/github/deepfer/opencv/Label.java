package io.github.deepfer.opencv;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Face;
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

  static Label of(Face face, int wantedHeight, int mostWidth) {
    String text = face.emotion().label() + " " + Math.round(face.probability() * 100) + " %";
    int color = Palette.of(face.emotion());
    Label label = new Label(text, color, wantedHeight, textWidth(text, wantedHeight));
    for (int height = wantedHeight - 1; height > 0 && label.width() > mostWidth; height--) {
      label = new Label(text, color, height, textWidth(text, height));
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

  /** Lays the label over BGR pixels; what sticks out of the picture is cut off. */
  void blend(byte[] pixels, int width, int height, Box place) {
    byte[] plateMask = plateMask();
    byte[] textMask = textMask();
    int letters = Palette.textOn(plate);
    for (int y = 0; y < height(); y++) {
      for (int x = 0; x < width(); x++) {
        int toX = place.x() + x;
        int toY = place.y() + y;
        if (toX < 0 || toY < 0 || toX >= width || toY >= height) {
          continue;
        }
        int at = y * width() + x;
        for (int channel = 0; channel < 3; channel++) {
          int to = (toY * width + toX) * 3 + channel;
          int onPlate = mix(plate >> (8 * channel), letters >> (8 * channel), textMask[at]);
          pixels[to] = (byte) mix(pixels[to], onPlate, plateMask[at]);
        }
      }
    }
  }

  private static int mix(int below, int above, byte share) {
    int weight = share & 0xFF;
    return ((below & 0xFF) * (255 - weight) + (above & 0xFF) * weight + 127) / 255;
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
