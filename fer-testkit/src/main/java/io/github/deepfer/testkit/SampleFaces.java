package io.github.deepfer.testkit;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The average faces, enlarged smoothly. */
final class SampleFaces {
  private static final int FACTOR = 4;

  /** A face on its way from one emotion to another. */
  record Blend(Emotion from, Emotion to, double share) {}

  /** Enlarged once, when first asked for. */
  private static final class Enlarged {
    static final Map<Emotion, SampleFaces> ALL = enlarge();
  }

  private final float[] gray;
  private final int side;

  private SampleFaces(float[] gray, int side) {
    this.gray = gray;
    this.side = side;
  }

  static SampleFaces of(Emotion emotion) {
    return Objects.requireNonNull(Enlarged.ALL.get(emotion), emotion::label);
  }

  /**
   * Bilinear.
   *
   * @param u column in widths of the picture
   * @param v row in heights of the picture
   * @return brightness in [0, 1]
   */
  double at(double u, double v) {
    double x = Math.max(0, Math.min(side - 1.001, u * side - 0.5));
    double y = Math.max(0, Math.min(side - 1.001, v * side - 0.5));
    int left = (int) x;
    int top = (int) y;
    double fx = x - left;
    double fy = y - top;
    int i = top * side + left;
    return (gray[i] * (1 - fx) + gray[i + 1] * fx) * (1 - fy)
        + (gray[i + side] * (1 - fx) + gray[i + side + 1] * fx) * fy;
  }

  private static Map<Emotion, SampleFaces> enlarge() {
    Map<Emotion, SampleFaces> faces = new EnumMap<>(Emotion.class);
    Scenes.faces().forEach((emotion, image) -> faces.put(emotion, enlarged(image)));
    return faces;
  }

  private static SampleFaces enlarged(Image image) {
    int from = image.width();
    int side = from * FACTOR;
    float[] gray = new float[side * side];
    ByteBuffer pixels = image.pixels();
    for (int y = 0; y < side; y++) {
      double sourceY = (y + 0.5) / FACTOR - 0.5;
      for (int x = 0; x < side; x++) {
        double sourceX = (x + 0.5) / FACTOR - 0.5;
        double sum = 0;
        for (int row = 0; row < 4; row++) {
          int j = (int) Math.floor(sourceY) - 1 + row;
          double rowSum = 0;
          for (int column = 0; column < 4; column++) {
            int i = (int) Math.floor(sourceX) - 1 + column;
            int value = pixels.get(clamp(j, from) * image.stride() + 3 * clamp(i, from)) & 0xFF;
            rowSum += cubic(sourceX - i) * value;
          }
          sum += cubic(sourceY - j) * rowSum;
        }
        gray[y * side + x] = (float) Math.max(0, Math.min(1, sum / 255));
      }
    }
    return new SampleFaces(gray, side);
  }

  private static int clamp(int index, int size) {
    return Math.max(0, Math.min(size - 1, index));
  }

  /** The Catmull-Rom kernel. */
  private static double cubic(double distance) {
    double d = Math.abs(distance);
    if (d < 1) {
      return (1.5 * d - 2.5) * d * d + 1;
    }
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
  }
}
