package io.github.deepfer.onnx.tensor;

import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Turns a crop of a picture into what a model wants: colour or grey, resized, normalised, in one
 * pass over the pixels that the crop touches. Nothing is rounded to 8 bits on the way but grey,
 * which is as OpenCV computes it. Reused for crop after crop; not thread-safe.
 */
public final class FacePreprocessor {
  // ITU-R BT.601 in fixed point with the bits that cv::cvtColor of OpenCV 4 has.
  private static final int GRAY_BITS = 15;
  private static final int GRAY_RED = 9798;
  private static final int GRAY_GREEN = 19235;
  private static final int GRAY_BLUE = 3735;
  private static final int GRAY_HALF = 1 << (GRAY_BITS - 1);

  /** A pixel of a shrunk crop lies in two outputs per axis, by rounding perhaps in a third. */
  private static final int MAX_OPEN_ROWS = 3;

  private static final VarHandle PIXEL =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final InputSpec spec;
  private final TensorWriter writer;
  private final ResampleAxis columns;
  private final ResampleAxis rows;
  private byte[] bytes = new byte[0];
  private int[] pixels = new int[0];
  private final FloatBits bits = new FloatBits();
  private float[] planes = new float[0];
  private final float[][] sums = new float[MAX_OPEN_ROWS][0];
  private final float[] narrowed;
  private final float[] resized;

  public FacePreprocessor(InputSpec spec) {
    this.spec = spec;
    writer = new TensorWriter(spec);
    columns = new ResampleAxis(spec.width());
    rows = new ResampleAxis(spec.height());
    narrowed = new float[spec.channels() * spec.width()];
    resized = new float[spec.size()];
  }

  /**
   * Writes one face.
   *
   * @param image the picture
   * @param pixels its {@link Image#pixels()}
   * @param crop where the face is
   * @param tensor where to write
   * @param face how many faces lie before this one in the tensor
   */
  public void write(Image image, ByteBuffer pixels, FaceCrop crop, FloatBuffer tensor, int face) {
    columns.plan(crop.x(), crop.width(), image.width());
    rows.plan(crop.y(), crop.height(), image.height());
    if (rows.overlap() <= MAX_OPEN_ROWS) {
      shrinkRowsFirst(image, pixels);
    } else {
      shrinkColumnsFirst(image, pixels);
    }
    writer.write(resized, tensor, face);
  }

  /** The faster order: whole rows are summed, which needs a sum for every output row at work. */
  private void shrinkRowsFirst(Image image, ByteBuffer pixels) {
    int width = columns.end() - columns.start();
    int open = 0;
    for (int y = rows.start(); y < rows.end(); y++) {
      loadRow(image, pixels, y);
      for (int row = open; row < spec.height() && rows.start(row) <= y; row++) {
        sumRow(row, y, width * spec.channels());
      }
      for (; open < spec.height() && rows.end(open) <= y + 1; open++) {
        for (int channel = 0; channel < spec.channels(); channel++) {
          int to = (channel * spec.height() + open) * spec.width();
          columns.apply(sums[open % MAX_OPEN_ROWS], channel * width, resized, to);
        }
      }
    }
  }

  private void sumRow(int row, int y, int length) {
    int slot = row % MAX_OPEN_ROWS;
    if (sums[slot].length < length) {
      sums[slot] = new float[length];
    }
    float[] sum = sums[slot];
    float[] plane = planes;
    float weight = rows.weight(row, y);
    if (y == rows.start(row)) {
      for (int i = 0; i < length; i++) {
        sum[i] = weight * plane[i];
      }
    } else {
      for (int i = 0; i < length; i++) {
        sum[i] += weight * plane[i];
      }
    }
  }

  /** The order for enlarged rows: any number of output rows may be at work, so they are short. */
  private void shrinkColumnsFirst(Image image, ByteBuffer pixels) {
    int width = columns.end() - columns.start();
    Arrays.fill(resized, 0);
    int open = 0;
    for (int y = rows.start(); y < rows.end(); y++) {
      loadRow(image, pixels, y);
      for (int channel = 0; channel < spec.channels(); channel++) {
        columns.apply(planes, channel * width, narrowed, channel * spec.width());
      }
      for (int row = open; row < spec.height() && rows.start(row) <= y; row++) {
        addRow(row, rows.weight(row, y));
      }
      while (open < spec.height() && rows.end(open) <= y + 1) {
        open++;
      }
    }
  }

  private void loadRow(Image image, ByteBuffer source, int y) {
    PixelFormat format = image.format();
    int step = format.bytesPerPixel();
    int left = columns.start();
    int width = columns.end() - left;
    reserve(width, step);
    source.get(y * image.stride() + left * step, bytes, 0, width * step);
    if (spec.color() != PixelFormat.GRAY) {
      split(width, step, format.red(), spec.color().red());
      split(width, step, format.green(), spec.color().green());
      split(width, step, format.blue(), spec.color().blue());
    } else if (format == PixelFormat.GRAY) {
      split(width, step, 0, 0);
    } else {
      toGray(width, step, format);
    }
  }

  private void reserve(int width, int step) {
    // A pixel of three bytes is read as four.
    if (bytes.length <= width * step) {
      bytes = new byte[width * step + 1];
    }
    if (planes.length < width * spec.channels()) {
      planes = new float[width * spec.channels()];
    }
    if (pixels.length < width) {
      pixels = new int[width];
      bits.reserve(width);
    }
  }

  private void split(int width, int step, int from, int channel) {
    byte[] source = bytes;
    float[] plane = planes;
    int to = channel * width;
    for (int x = 0, i = from; x < width; x++, i += step) {
      plane[to + x] = source[i] & 0xff;
    }
  }

  private void toGray(int width, int step, PixelFormat format) {
    collect(bytes, step, pixels, width);
    boolean isRedFirst = format.red() == 0;
    toGray(pixels, isRedFirst ? GRAY_RED : GRAY_BLUE, isRedFirst ? GRAY_BLUE : GRAY_RED, width);
    bits.toFloats(pixels, planes, width);
    subtractOffset(planes, width);
  }

  private static void collect(byte[] row, int step, int[] pixels, int width) {
    for (int x = 0, i = 0; x < width; x++, i += step) {
      pixels[x] = (int) PIXEL.get(row, i);
    }
  }

  // These loops are vectorised as they are.

  /** Green is the second byte of every format. */
  private static void toGray(int[] pixels, int first, int third, int width) {
    for (int x = 0; x < width; x++) {
      int pixel = pixels[x];
      int sum =
          first * (pixel & 0xff)
              + GRAY_GREEN * (pixel >>> 8 & 0xff)
              + third * (pixel >>> 16 & 0xff)
              + GRAY_HALF;
      pixels[x] = sum >>> GRAY_BITS | FloatBits.BITS;
    }
  }

  private static void subtractOffset(float[] values, int width) {
    for (int x = 0; x < width; x++) {
      values[x] -= FloatBits.OFFSET;
    }
  }

  public static int gray(int red, int green, int blue) {
    return (GRAY_RED * red + GRAY_GREEN * green + GRAY_BLUE * blue + GRAY_HALF) >> GRAY_BITS;
  }

  private void addRow(int row, float weight) {
    int width = spec.width();
    for (int channel = 0; channel < spec.channels(); channel++) {
      int to = (channel * spec.height() + row) * width;
      for (int x = 0; x < width; x++) {
        resized[to + x] += weight * narrowed[channel * width + x];
      }
    }
  }
}
