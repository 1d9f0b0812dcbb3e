package io.github.deepfer.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * From stored pixels to square ones, upright: rows are stretched by the pixels' shape, as {@code
 * scale=iw*sar:ih} does, and the picture is then turned.
 *
 * @param stretchedWidth stored width in square pixels, at least 1
 * @param storedHeight rows as they are stored
 * @param orientation how the stretched picture is turned
 */
record Geometry(int stretchedWidth, int storedHeight, Orientation orientation) {
  /** Halved lines of wide DVDs have less than 3; what is beyond is damage. */
  private static final double MAX_ASPECT = 8;

  static Geometry of(AVFrame frame, AVRational pixelAspect, Orientation orientation) {
    return of(frame.width(), frame.height(), pixelAspect.num(), pixelAspect.den(), orientation);
  }

  /** Of a stored size, and the width of a pixel against its height; 0 if that is not known. */
  static Geometry of(
      int width, int height, int aspectWidth, int aspectHeight, Orientation orientation) {
    double aspect = aspectHeight > 0 ? (double) aspectWidth / aspectHeight : 0;
    boolean sensible = aspect >= 1 / MAX_ASPECT && aspect <= MAX_ASPECT;
    // Rounded as the program does.
    long stretched = sensible ? Math.max(1, (long) width * aspectWidth / aspectHeight) : width;
    return new Geometry((int) stretched, height, orientation);
  }

  int width() {
    return orientation.swapped() ? storedHeight : stretchedWidth;
  }

  int height() {
    return orientation.swapped() ? stretchedWidth : storedHeight;
  }

  long pixels() {
    return (long) stretchedWidth * storedHeight;
  }
}
