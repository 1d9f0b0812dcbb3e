package io.github.deepfer.onnx.tensor;

import io.github.deepfer.api.Image;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Lays whole pictures into the input of a net, in its upper left corner, scaled the same both ways:
 * each pixel is the mean of what it covers, or, where the picture grows, lies between those next to
 * it; what the picture does not fill repeats its edge. Means are rounded to 8 bits, as {@code
 * cv::resize} rounds them. Reused for picture after picture; not thread-safe.
 *
 * <p>One pass over the pixels: the rows under an output row become one row, their mean, and of that
 * row the columns.
 */
public final class PictureWriter {
  private final ShrinkAxis rows = new ShrinkAxis();
  private final PackedRow row = new PackedRow();
  private final RowShrinker columns = new RowShrinker();

  /** For one thread at a time. */
  public PictureWriter() {}

  /**
   * Writes one picture.
   *
   * @param image the picture
   * @param spec what the net wants: three channels, planar; its size is that of the input
   * @param scale pixels of the input per pixel of the picture, above 0
   * @param tensor where to write, from its first float on
   */
  public void write(Image image, InputSpec spec, double scale, FloatBuffer tensor) {
    if (spec.layout() != InputSpec.Layout.NCHW || spec.channels() != 3) {
      throw new IllegalArgumentException("a picture needs three planes, got " + spec);
    }
    row.resize(image.width(), image.format().bytesPerPixel());
    rows.plan(spec.height(), scale, image.height());
    columns.plan(spec, scale, image);
    ByteBuffer pixels = image.pixels();
    for (int y = 0; y < spec.height(); y++) {
      average(pixels, image.stride(), rows.start(y), rows.end(y));
      columns.write(row.bytes(), tensor, y * spec.width(), spec.height() * spec.width());
    }
  }

  private void average(ByteBuffer pixels, int stride, long start, long end) {
    int first = ShrinkAxis.pixel(start);
    int parts = parts(first, end) - ShrinkAxis.part(start);
    int before = 0;
    row.startMean();
    for (int y = first; before < parts; y++) {
      int after = Math.min(parts, (y + 1 - first) * rows.partsPerPixel() - ShrinkAxis.part(start));
      row.addToMean(
          pixels,
          y * stride,
          (double) before / parts,
          (double) after / parts,
          columns.neighbours());
      before = after;
    }
    row.finishMean();
  }

  /** From a pixel's start to a position. */
  private int parts(int pixel, long position) {
    return (ShrinkAxis.pixel(position) - pixel) * rows.partsPerPixel() + ShrinkAxis.part(position);
  }
}
