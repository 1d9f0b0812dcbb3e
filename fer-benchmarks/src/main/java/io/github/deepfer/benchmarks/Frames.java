package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.opencv.mat.Mats;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Camera frames with a known number of faces: the head of a portrait, which is an average of
 * hundreds of faces, before a background as rich in detail as a photograph. A plain background
 * would flatter a cascade, which rejects flat windows at once. The same on every machine.
 */
public final class Frames {
  /** The most faces that a frame can have. */
  public static final int MAX_FACES = Grid.COLUMNS * Grid.ROWS;

  private Frames() {}

  /**
   * A frame with faces of one size, whatever their number.
   *
   * @param width width in pixels, at least 320
   * @param height height in pixels, at least 240
   * @param faces how many, at most {@link #MAX_FACES}
   * @return densely packed BGR pixels on the heap
   */
  public static Image group(int width, int height, int faces) {
    if (faces < 0 || faces > MAX_FACES) {
      throw new IllegalArgumentException(
          "a frame has 0 to " + MAX_FACES + " faces, asked for " + faces);
    }
    byte[] pixels = background(width, height);
    double cellWidth = (double) width / Grid.COLUMNS;
    double cellHeight = (double) height / Grid.ROWS;
    for (int i = 0; i < faces; i++) {
      // 7 is coprime to 20: few faces spread over the frame instead of filling its first row.
      int cell = i * 7 % MAX_FACES;
      int column = cell % Grid.COLUMNS;
      int row = cell / Grid.COLUMNS;
      drawHead(
          pixels,
          width,
          (column + 0.5) * cellWidth,
          (row + 0.5) * cellHeight,
          Math.min(0.9 * cellHeight, cellWidth));
    }
    return Image.wrap(pixels, width, height, PixelFormat.BGR);
  }

  /**
   * A frame as a file, of OpenCV's usual quality.
   *
   * @param frame any frame
   * @return a JPEG
   */
  public static byte[] jpeg(Image frame) {
    try (Mat mat = Mats.toMat(frame);
        BytePointer file = new BytePointer()) {
      opencv_imgcodecs.imencode(".jpg", mat, file);
      byte[] bytes = new byte[(int) file.limit()];
      file.get(bytes);
      return bytes;
    }
  }

  /**
   * A frame with one face close to the camera.
   *
   * @param width width in pixels
   * @param height height in pixels
   * @return densely packed BGR pixels on the heap
   */
  public static Image portrait(int width, int height) {
    byte[] pixels = background(width, height);
    drawHead(pixels, width, 0.5 * width, 0.5 * height, 0.65 * height);
    return Image.wrap(pixels, width, height, PixelFormat.BGR);
  }

  /**
   * A face that fills its picture as in FER2013.
   *
   * @param side width and height in pixels
   * @return densely packed grey pixels on the heap
   */
  public static Image face(int side) {
    byte[] pixels = new byte[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double u = Portrait.FACE_LEFT + (x + 0.5) * Portrait.FACE_SIDE / side;
        double v = Portrait.FACE_TOP + (y + 0.5) * Portrait.FACE_SIDE / side;
        pixels[y * side + x] = (byte) Math.round(Portrait.at(u, v, 1));
      }
    }
    return Image.wrap(pixels, side, side, PixelFormat.GRAY);
  }

  private static final class Grid {
    static final int COLUMNS = 5;
    static final int ROWS = 4;
  }

  /** Value noise whose contrast falls with its frequency, as it does in photographs. */
  private static byte[] background(int width, int height) {
    float[] brightness = new float[width * height];
    Random random = new Random(20260101);
    float contrast = 48;
    for (int cell = 256; cell >= 2; cell /= 2, contrast *= 0.6f) {
      addNoise(brightness, width, height, cell, contrast, random);
    }
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < brightness.length; i++) {
      for (int channel = 0; channel < 3; channel++) {
        float value = 118 + 8 * channel + brightness[i];
        pixels[3 * i + channel] = (byte) Math.round(Math.max(0, Math.min(255, value)));
      }
    }
    return pixels;
  }

  private static void addNoise(
      float[] target, int width, int height, int cell, float contrast, Random random) {
    int columns = width / cell + 2;
    float[] grid = new float[columns * (height / cell + 2)];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = contrast * (2 * random.nextFloat() - 1);
    }
    for (int y = 0; y < height; y++) {
      float down = (float) (y % cell) / cell;
      for (int x = 0; x < width; x++) {
        float right = (float) (x % cell) / cell;
        int i = y / cell * columns + x / cell;
        float upper = grid[i] + right * (grid[i + 1] - grid[i]);
        float lower = grid[i + columns] + right * (grid[i + columns + 1] - grid[i + columns]);
        target[y * width + x] += upper + down * (lower - upper);
      }
    }
  }

  private static void drawHead(
      byte[] frame, int width, double centerX, double centerY, double height) {
    double scale = 2 * Portrait.HEAD_HALF_HEIGHT / height;
    double halfWidth = Portrait.HEAD_HALF_WIDTH / scale;
    int bottom = (int) (centerY + height / 2);
    int right = (int) (centerX + halfWidth);
    for (int y = (int) (centerY - height / 2); y <= bottom; y++) {
      for (int x = (int) (centerX - halfWidth); x <= right; x++) {
        double u = Portrait.HEAD_CENTER_X + (x + 0.5 - centerX) * scale;
        double v = Portrait.HEAD_CENTER_Y + (y + 0.5 - centerY) * scale;
        if (Portrait.isHead(u, v)) {
          for (int channel = 0; channel < 3; channel++) {
            frame[3 * (y * width + x) + channel] = (byte) Math.round(Portrait.at(u, v, channel));
          }
        }
      }
    }
  }

  /** The portrait, with where its head and its face are in its own pixels. */
  private static final class Portrait {
    static final double HEAD_CENTER_X = 240;
    static final double HEAD_CENTER_Y = 266;
    static final double HEAD_HALF_WIDTH = 142;
    static final double HEAD_HALF_HEIGHT = 176;
    static final double FACE_LEFT = 115;
    static final double FACE_TOP = 163;
    static final double FACE_SIDE = 250;
    private static final Image PICTURE = read();
    private static final ByteBuffer PIXELS = PICTURE.pixels();

    static boolean isHead(double u, double v) {
      double x = (u - HEAD_CENTER_X) / HEAD_HALF_WIDTH;
      double y = (v - HEAD_CENTER_Y) / HEAD_HALF_HEIGHT;
      return x * x + y * y < 1;
    }

    /** Bilinear. */
    static double at(double u, double v, int channel) {
      int left = (int) (u - 0.5);
      int top = (int) (v - 0.5);
      double right = u - 0.5 - left;
      double down = v - 0.5 - top;
      double upper =
          pixel(left, top, channel) * (1 - right) + pixel(left + 1, top, channel) * right;
      double lower =
          pixel(left, top + 1, channel) * (1 - right) + pixel(left + 1, top + 1, channel) * right;
      return upper * (1 - down) + lower * down;
    }

    private static int pixel(int x, int y, int channel) {
      return PIXELS.get(y * PICTURE.stride() + 3 * x + channel) & 0xff;
    }

    private static Image read() {
      try (InputStream stream = Frames.class.getResourceAsStream("portrait-happy.png")) {
        if (stream == null) {
          throw new IllegalStateException(
              "portrait-happy.png is missing beside Frames; rebuild the module");
        }
        return Image.decode(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
