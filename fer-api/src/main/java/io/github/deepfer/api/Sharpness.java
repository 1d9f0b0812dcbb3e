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
    double cell = Math.max(crop.width(), crop.height()) / SIDE;
    int samples = (int) Math.max(1, Math.min(MAX_SAMPLES, Math.ceil(cell)));
    ByteBuffer pixels = image.pixels();
    int[] columns = columns(image, crop, SIDE * samples);
    // The Laplacian sees three rows at a time.
    int[] rows = new int[3 * SIDE];
    double sum = 0;
    double squares = 0;
    double laplacians = 0;
    double laplacianSquares = 0;
    for (int y = 0; y < SIDE; y++) {
      shrinkRow(image, pixels, crop, y, samples, columns, rows);
      int above = (y + 1) % 3 * SIDE;
      int middle = (y + 2) % 3 * SIDE;
      int below = y % 3 * SIDE;
      for (int x = 1; y >= 2 && x < SIDE - 1; x++) {
        int value = rows[middle + x];
        int laplacian =
            4 * value
                - rows[middle + x - 1]
                - rows[middle + x + 1]
                - rows[above + x]
                - rows[below + x];
        sum += value;
        squares += value * value;
        laplacians += laplacian;
        laplacianSquares += laplacian * laplacian;
      }
    }
    int count = (SIDE - 2) * (SIDE - 2);
    double variance = squares / count - sum / count * (sum / count);
    double detail = laplacianSquares / count - laplacians / count * (laplacians / count);
    return (float) Math.sqrt(Math.max(0, detail) / Math.max(MIN_VARIANCE, variance));
  }

  /** Where the samples of a row lie. Green is most of the brightness, and a third of the work. */
  private static int[] columns(Image image, FaceCrop crop, int count) {
    int[] columns = new int[count];
    for (int i = 0; i < count; i++) {
      double right = (i + 0.5) / count * crop.width();
      columns[i] =
          inside(crop.x() + right, image.width()) * image.format().bytesPerPixel()
              + image.format().green();
    }
    return columns;
  }

  /** Writes the mean levels of a row of cells over those of three rows before. */
  private static void shrinkRow(
      Image image,
      ByteBuffer pixels,
      FaceCrop crop,
      int y,
      int samples,
      int[] columns,
      int[] rows) {
    int to = y % 3 * SIDE;
    Arrays.fill(rows, to, to + SIDE, 0);
    for (int i = 0; i < samples; i++) {
      double down = (y + (i + 0.5) / samples) * crop.height() / SIDE;
      int row = inside(crop.y() + down, image.height()) * image.stride();
      for (int x = 0, at = 0; x < SIDE; x++) {
        for (int k = 0; k < samples; k++, at++) {
          rows[to + x] += pixels.get(row + columns[at]) & 0xff;
        }
      }
    }
    for (int x = to; x < to + SIDE; x++) {
      rows[x] /= samples * samples;
    }
  }

  private static int inside(double position, int size) {
    return (int) Math.max(0, Math.min(size - 1, position));
  }
}
