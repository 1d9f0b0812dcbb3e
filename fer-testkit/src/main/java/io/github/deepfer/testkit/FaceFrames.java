package io.github.deepfer.testkit;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Grey pictures of faces at random places, sizes and tilts, some of them over the border, some dark
 * or bright, some noisy, on ground with the detail of a photograph. Made to compare detectors with
 * each other: where the faces are is not told. The same on every machine.
 */
public final class FaceFrames {
  private static final double SMALLEST = 26;

  private FaceFrames() {}

  /**
   * Makes frames of one to four faces each, from 26 pixels wide to wider than the frame.
   *
   * @param count how many frames
   * @param width of each, in pixels
   * @param height of each, in pixels
   * @param seed the same one gives the same frames
   * @return grey frames
   */
  public static List<Image> random(int count, int width, int height, long seed) {
    Random random = new Random(seed);
    List<Image> faces = new ArrayList<>(Scenes.faces().values());
    List<Image> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] brightness = ground(width, height, random);
      for (int face = 1 + random.nextInt(4); face > 0; face--) {
        draw(faces.get(random.nextInt(faces.size())), brightness, width, height, random);
      }
      frames.add(Image.wrap(exposed(brightness, random), width, height, PixelFormat.GRAY));
    }
    return frames;
  }

  /** Value noise of several sizes, the smaller the fainter. */
  private static float[] ground(int width, int height, Random random) {
    float[] brightness = new float[width * height];
    Arrays.fill(brightness, 100 + random.nextInt(40));
    float contrast = 30 + random.nextInt(50);
    float fall = 0.5f + 0.35f * random.nextFloat();
    for (int cell = 256; cell >= 2; cell /= 2, contrast *= fall) {
      int columns = width / cell + 2;
      float[] grid = new float[columns * (height / cell + 2)];
      for (int i = 0; i < grid.length; i++) {
        grid[i] = contrast * (2 * random.nextFloat() - 1);
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double between = between(grid, columns, (double) x / cell, (double) y / cell);
          brightness[y * width + x] += (float) between;
        }
      }
    }
    return brightness;
  }

  private static double between(float[] grid, int columns, double x, double y) {
    int column = (int) x;
    int row = (int) y;
    int i = row * columns + column;
    double right = x - column;
    double down = y - row;
    double upper = grid[i] + right * (grid[i + 1] - grid[i]);
    double lower = grid[i + columns] + right * (grid[i + columns + 1] - grid[i + columns]);
    return upper + down * (lower - upper);
  }

  private static void draw(Image face, float[] target, int width, int height, Random random) {
    int side = face.width();
    float[] pixels = new float[side * side];
    for (int i = 0; i < pixels.length; i++) {
      int at = i / side * face.stride() + i % side * face.format().bytesPerPixel();
      pixels[i] = face.pixels().get(at) & 0xFF;
    }
    double size =
        SMALLEST * Math.pow(1.1 * Math.min(width, height) / SMALLEST, random.nextDouble());
    double left = random.nextDouble() * (width - 0.7 * size) - 0.15 * size;
    double top = random.nextDouble() * (height - 0.7 * size) - 0.15 * size;
    double gain = 0.25 + random.nextDouble();
    double offset = 80 * random.nextDouble() - 40;
    double tilt = 0.35 * (random.nextDouble() - 0.5);
    for (int y = (int) Math.max(0, top); y < Math.min(height, top + size); y++) {
      for (int x = (int) Math.max(0, left); x < Math.min(width, left + size); x++) {
        double across = (x - left) / size - 0.5;
        double down = (y - top) / size - 0.5;
        double u = (across * Math.cos(tilt) + down * Math.sin(tilt) + 0.5) * (side - 2);
        double v = (down * Math.cos(tilt) - across * Math.sin(tilt) + 0.5) * (side - 2);
        double fromEdge = 1 - 4.2 * (across * across + down * down);
        if (fromEdge > 0) {
          double value = (between(pixels, side, u, v) - 128) * gain + 128 + offset;
          double opaque = Math.min(1, 6 * fromEdge);
          int i = y * width + x;
          target[i] += (float) (opaque * (value - target[i]));
        }
      }
    }
  }

  private static byte[] exposed(float[] brightness, Random random) {
    double gain = random.nextInt(4) == 0 ? 0.25 + 0.4 * random.nextDouble() : 1;
    double offset = random.nextInt(5) == 0 ? 60 : 0;
    double noise = random.nextInt(3) == 0 ? 0 : 14 * random.nextDouble();
    byte[] pixels = new byte[brightness.length];
    for (int i = 0; i < pixels.length; i++) {
      double value = brightness[i] * gain + offset + noise * random.nextGaussian();
      pixels[i] = (byte) Math.round(Math.max(0, Math.min(255, value)));
    }
    return pixels;
  }
}
