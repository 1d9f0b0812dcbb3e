package io.github.deepfer.onnx.tensor;

import io.github.deepfer.api.PixelFormat;
import java.util.List;

/**
 * What a model wants as input: {@code (pixel * scale - mean) / std} of a resized face.
 *
 * @param layout order of the dimensions
 * @param width columns
 * @param height rows
 * @param color GRAY, RGB or BGR
 * @param scale factor of the 8-bit pixel
 * @param mean subtracted after scaling, one per channel
 * @param std divisor, one per channel
 */
public record InputSpec(
    Layout layout,
    int width,
    int height,
    PixelFormat color,
    double scale,
    List<Double> mean,
    List<Double> std) {
  /** Order of the dimensions: batch N, channel C, row H, column W. */
  public enum Layout {
    NCHW,
    NHWC
  }

  public int channels() {
    return color.bytesPerPixel();
  }

  /** Floats per face. */
  public int size() {
    return channels() * height * width;
  }

  public long[] shape(int batch) {
    return layout == Layout.NCHW
        ? new long[] {batch, channels(), height, width}
        : new long[] {batch, height, width, channels()};
  }
}
