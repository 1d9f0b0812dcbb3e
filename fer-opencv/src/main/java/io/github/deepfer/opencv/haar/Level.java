package io.github.deepfer.opencv.haar;

import java.util.ArrayList;
import java.util.List;

/**
 * One size of faces that a picture is searched for: the picture shrunk until such a face fills the
 * cascade's window, and the grid of windows on it. Sizes and roundings are those of OpenCV's
 * CascadeClassifier; the last row of windows, which that leaves out now and then, is always there.
 *
 * @param scale the picture's width by the level's
 * @param width in pixels
 * @param height in pixels
 * @param exponent how often the scale factor is in the scale
 */
record Level(float scale, int width, int height, int exponent) {
  /** The levels of a picture whose windows are as wide as the smallest face, or wider. */
  static List<Level> of(int width, int height, int smallestFace, double scaleFactor) {
    List<Level> levels = new ArrayList<>();
    double factor = 1;
    for (int exponent = 0; ; exponent++) {
      int face = (int) Math.rint(HaarCascade.WINDOW * factor);
      if (face > width || face > height) {
        return levels;
      }
      if (face >= smallestFace) {
        float scale = (float) factor;
        levels.add(
            new Level(
                scale, (int) Math.rint(width / scale), (int) Math.rint(height / scale), exponent));
      }
      factor *= scaleFactor;
    }
  }

  /** Pixels from one window to the next. */
  int step() {
    return scale >= 2 ? 1 : 2;
  }

  int columns() {
    return (width - HaarCascade.WINDOW) / step() + 1;
  }

  int rows() {
    return (height - HaarCascade.WINDOW) / step() + 1;
  }

  /** The width of its faces in the picture. */
  int face() {
    return (int) Math.rint(HaarCascade.WINDOW * scale);
  }

  /** Where a column or row of windows begins in the picture. */
  int position(int index) {
    return (int) Math.rint(index * step() * scale);
  }

  /** The column or row whose windows lie over those of another level's. */
  int nearest(int index, Level other) {
    double half = HaarCascade.WINDOW / 2.0;
    double center = (index * other.step() + half) * other.scale;
    return (int) Math.round((center / scale - half) / step());
  }
}
