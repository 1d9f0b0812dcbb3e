package io.github.deepfer.testkit;

import io.github.deepfer.api.Box;

/**
 * Draws a person around a face as the pictures of the kit do. Lengths are in widths of the face's
 * 48x48 picture, from its upper left corner.
 */
final class SamplePerson {
  /** Where the face's picture is, in pixels. */
  record Place(double x, double y, double side) {
    Box box() {
      return new Box(
          (int) Math.round(x + 0.02 * side),
          (int) Math.round(y + 0.01 * side),
          (int) Math.round(0.96 * side),
          (int) Math.round(0.96 * side));
    }
  }

  private static final double PALE = 0.62;

  private final double[] hair;
  private final double[] cloth;
  private final double[] chin;
  private final double[] neck;
  private final double skin;

  SamplePerson(int[] hair, int[] cloth, double skin) {
    this.hair = new double[] {hair[0], hair[1], hair[2]};
    this.cloth = new double[] {cloth[0], cloth[1], cloth[2]};
    this.skin = skin;
    this.chin = new double[3];
    tint(PALE, chin);
    this.neck = new double[] {0.8 * chin[0], 0.8 * chin[1], 0.8 * chin[2]};
  }

  void draw(byte[] pixels, int width, int height, Place place, SampleFaces.Blend blend) {
    SampleFaces from = SampleFaces.of(blend.from());
    SampleFaces to = SampleFaces.of(blend.to());
    double smooth = blend.share() * blend.share() * (3 - 2 * blend.share());
    int left = Math.max(0, (int) (place.x() - 0.45 * place.side()));
    int right = Math.min(width, (int) (place.x() + 1.45 * place.side()) + 1);
    int top = Math.max(0, (int) (place.y() - 0.35 * place.side()));
    double[] face = new double[3];
    double[] color = new double[3];
    for (int y = top; y < height; y++) {
      double v = (y + 0.5 - place.y()) / place.side();
      for (int x = left; x < right; x++) {
        double u = (x + 0.5 - place.x()) / place.side();
        int at = (y * width + x) * 3;
        for (int c = 0; c < 3; c++) {
          color[c] = pixels[at + c] & 0xFF;
        }
        body(u, v, color);
        double cover = faceMask(u, v);
        if (cover > 0) {
          double gray = from.at(u, v);
          tint(smooth == 0 ? gray : gray + smooth * (to.at(u, v) - gray), face);
          over(color, face, cover);
        }
        for (int c = 0; c < 3; c++) {
          pixels[at + c] = (byte) Math.round(color[c]);
        }
      }
    }
  }

  private void body(double u, double v, double[] color) {
    if (v < 1.2) {
      over(color, hair, oval(u, v, 0.5, 0.42, 0.54, 0.68, 0.015));
    }
    if (v > 0.7) {
      over(color, neck, oval(u, v, 0.5, 1.08, 0.20, 0.34, 0.02));
      double shoulders = oval(u, v, 0.5, 1.92, 0.88, 0.72, 0.012);
      over(color, cloth, v > 1.92 && u > -0.38 && u < 1.38 ? 1 : shoulders);
      over(color, neck, oval(u, v, 0.5, 1.14, 0.19, 0.20, 0.03));
    }
    if (v < 1.2) {
      over(color, chin, oval(u, v, 0.5, 0.55, 0.385, 0.53, 0.025));
    }
  }

  /** An oval that fades out towards the picture's upper and lower edge. */
  private static double faceMask(double u, double v) {
    if (u <= 0 || u >= 1 || v <= 0 || v >= 1) {
      return 0;
    }
    double fade = Math.min(1, Math.min(v / 0.16, (1 - v) / 0.10));
    return oval(u, v, 0.5, 0.42, 0.36, 0.58, 0.035) * fade * fade * (3 - 2 * fade);
  }

  private static void over(double[] color, double[] ink, double cover) {
    if (cover > 0) {
      for (int c = 0; c < 3; c++) {
        color[c] += cover * (ink[c] - color[c]);
      }
    }
  }

  /** How much of a point an oval with a soft edge covers, from 0 to 1. */
  private static double oval(
      double u, double v, double centerX, double centerY, double rx, double ry, double soft) {
    double dx = (u - centerX) / rx;
    double dy = (v - centerY) / ry;
    double square = dx * dx + dy * dy;
    if (square > 2) {
      return 0;
    }
    double inside = (1 - Math.sqrt(square)) * Math.min(rx, ry);
    double share = Math.max(0, Math.min(1, 0.5 + inside / (3.5 * soft)));
    return share * share * (3 - 2 * share);
  }

  /** Colours grey like skin: the blue falls behind the red most in the middle tones. */
  private void tint(double gray, double[] color) {
    double dark = 1 - 0.25 * skin;
    color[0] = level(Math.pow(gray, 0.80) * (1 - 0.06 * skin));
    color[1] = level(Math.pow(gray, 1.12 + 0.1 * skin) * Math.sqrt(dark) * 0.94);
    color[2] = level(Math.pow(gray, 1.4) * dark * 0.86);
  }

  private static double level(double value) {
    return Math.max(0, Math.min(255, 255 * value));
  }
}
