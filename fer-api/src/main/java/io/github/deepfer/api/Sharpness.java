package io.github.deepfer.api;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How much of a face's detail a picture shows, whatever the face's size and contrast. */
final class Sharpness {
  /**
   * The detail that counts is that of a face of 24 pixels, the smallest that detectors look for.
   */
  private static final int SIDE = 24;

  /** Per side of a cell; more would not change a mean of so few levels. */
  private static final int MAX_SAMPLES = 3;

  /** The rounding of pixels makes a contrast of so much, in squared levels, in a flat picture. */
  private static final double MIN_VARIANCE = 4;

  private Sharpness() {}

  /**
   * The deviation of the Laplacian over that of the brightness, of the face shrunk to 24x24 pixels.
   */
  static float of(Image image, FaceCrop crop) {
    byte[] cells = shrink(image, crop);
    double sum = 0;
    double squares = 0;
    double laplacians = 0;
    double laplacianSquares = 0;
    int count = (SIDE - 2) * (SIDE - 2);
    for (int y = 1; y < SIDE - 1; y++) {
      for (int x = 1; x < SIDE - 1; x++) {
        int at = y * SIDE + x;
        int value = cells[at] & 0xff;
        int laplacian =
            4 * value
                - (cells[at - 1] & 0xff)
                - (cells[at + 1] & 0xff)
                - (cells[at - SIDE] & 0xff)
                - (cells[at + SIDE] & 0xff);
        sum += value;
        squares += value * value;
        laplacians += laplacian;
        laplacianSquares += laplacian * laplacian;
      }
    }
    double variance = squares / count - sum / count * (sum / count);
    double detail = laplacianSquares / count - laplacians / count * (laplacians / count);
    return (float) Math.sqrt(Math.max(0, detail) / Math.max(MIN_VARIANCE, variance));
  }

  /** Green is most of the brightness, and a third of the work. */
  private static byte[] shrink(Image image, FaceCrop crop) {
    ByteBuffer pixels = image.pixels();
    int step = image.format().bytesPerPixel();
    int green = image.format().green();
    double cell = Math.max(crop.width(), crop.height()) / SIDE;
    int samples = (int) Math.max(1, Math.min(MAX_SAMPLES, Math.ceil(cell)));
    int[] columns = new int[SIDE * samples];
    for (int i = 0; i < columns.length; i++) {
      double right = (i + 0.5) / columns.length * crop.width();
      columns[i] = inside(crop.x() + right, image.width()) * step + green;
    }
    byte[] cells = new byte[SIDE * SIDE];
    int[] sums = new int[SIDE];
    for (int y = 0; y < SIDE; y++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < samples; i++) {
        double down = (y + (i + 0.5) / samples) * crop.height() / SIDE;
        int row = inside(crop.y() + down, image.height()) * image.stride();
        for (int x = 0, at = 0; x < SIDE; x++) {
          for (int k = 0; k < samples; k++, at++) {
            sums[x] += pixels.get(row + columns[at]) & 0xff;
          }
        }
      }
      for (int x = 0; x < SIDE; x++) {
        cells[y * SIDE + x] = (byte) (sums[x] / (samples * samples));
      }
    }
    return cells;
  }

  private static int inside(double position, int size) {
    return (int) Math.max(0, Math.min(size - 1, position));
  }
}
