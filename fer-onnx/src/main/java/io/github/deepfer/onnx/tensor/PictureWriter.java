package io.github.deepfer.onnx.tensor;

import io.github.deepfer.api.Image;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Lays whole pictures into the input of a net, in its upper left corner, scaled the same both ways:
 * each pixel is the mean of what it covers, or, where the picture grows, lies between those next to
 * it; what the picture does not fill repeats its edge. Weights count 256ths, and what rows make is
 * rounded to 8 bits. Reused for picture after picture; not thread-safe.
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
    row.resize(image.width() * image.format().bytesPerPixel());
    rows.plan(spec.height(), scale, image.height());
    columns.plan(spec, scale, image);
    ByteBuffer pixels = image.pixels();
    for (int y = 0; y < spec.height(); y++) {
      row.setMean(pixels, image.stride(), rows, y);
      columns.write(row.bytes(), tensor, y * spec.width(), spec.height() * spec.width());
    }
  }
}
