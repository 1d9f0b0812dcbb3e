package io.github.deepfer.awt;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Pictures from and to {@link BufferedImage}. A file that ImageIO has read gives the same pixels as
 * {@link Image#read}, as far as the two decoders agree, but not its EXIF orientation, which ImageIO
 * leaves aside. Works without a display. Thread-safe.
 */
public final class BufferedImages {
  private static final int OPAQUE = 255;
  private static final int BYTES_PER_PIXEL = 3;

  /** Virtual machines refuse arrays a few elements shorter than an int can count. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private BufferedImages() {}

  /**
   * Copies a picture of any type. Transparency is laid over white, 16 bits become 8, grey pictures
   * keep their sample values.
   *
   * @param image the picture; not changed
   * @return the same picture as GRAY, BGR or RGB
   * @throws IllegalArgumentException if the copy does not fit in an array, from 715 megapixels on
   */
  public static Image toImage(BufferedImage image) {
    long bytes = (long) image.getWidth() * image.getHeight() * BYTES_PER_PIXEL;
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a picture of "
              + image.getWidth()
              + "x"
              + image.getHeight()
              + " pixels does not fit in an array; shrink it first");
    }
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && !image.isAlphaPremultiplied()) {
      return gray(image);
    }
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      return bgr(image);
    }
    return rgb(image);
  }

  /** Takes the samples as they are: getRGB would put them through a gamma curve. */
  private static Image gray(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int height = image.getHeight();
    int bits = image.getColorModel().getComponentSize(0);
    int most = (1 << bits) - 1;
    int[] row = new int[width];
    int[] alpha = new int[width];
    Arrays.fill(alpha, most);
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      if (image.getColorModel().hasAlpha()) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 1, alpha);
      }
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = overWhite(eightBits(row[x], most), eightBits(alpha[x], most));
      }
    }
    return Image.wrap(pixels, width, height, PixelFormat.GRAY);
  }

  private static Image bgr(BufferedImage image) {
    Raster raster = image.getRaster();
    PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
    byte[] source = ((DataBufferByte) raster.getDataBuffer()).getData();
    int stride = model.getScanlineStride();
    int row = image.getWidth() * 3;
    // A sub-image shares the data of the whole one and starts somewhere inside it.
    int start =
        raster.getDataBuffer().getOffset()
            + (raster.getMinY() - raster.getSampleModelTranslateY()) * stride
            + (raster.getMinX() - raster.getSampleModelTranslateX()) * 3;
    byte[] pixels = new byte[row * image.getHeight()];
    for (int y = 0; y < image.getHeight(); y++) {
      System.arraycopy(source, start + y * stride, pixels, y * row, row);
    }
    return Image.wrap(pixels, image.getWidth(), image.getHeight(), PixelFormat.BGR);
  }

  private static Image rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] row = new int[width];
    byte[] pixels = new byte[width * height * 3];
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        pixels[at++] = overWhite(argb >> 16 & 0xFF, alpha);
        pixels[at++] = overWhite(argb >> 8 & 0xFF, alpha);
        pixels[at++] = overWhite(argb & 0xFF, alpha);
      }
    }
    return Image.wrap(pixels, width, height, PixelFormat.RGB);
  }

  private static int eightBits(int sample, int most) {
    return (int) ((sample * 255L + most / 2) / most);
  }

  private static byte overWhite(int color, int alpha) {
    return (byte) ((color * alpha + 255 * (OPAQUE - alpha) + 127) / 255);
  }

  /**
   * Copies a picture.
   *
   * @param image the picture; not changed
   * @return a new picture: TYPE_BYTE_GRAY for GRAY, otherwise TYPE_3BYTE_BGR
   */
  public static BufferedImage toBufferedImage(Image image) {
    boolean gray = image.format() == PixelFormat.GRAY;
    BufferedImage result =
        new BufferedImage(
            image.width(),
            image.height(),
            gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    byte[] target = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
    ByteBuffer source = image.pixels();
    PixelFormat format = image.format();
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      int from = y * image.stride();
      if (gray || format == PixelFormat.BGR) {
        int row = image.width() * format.bytesPerPixel();
        source.get(from, target, at, row);
        at += row;
        continue;
      }
      for (int x = 0; x < image.width(); x++, from += format.bytesPerPixel()) {
        target[at++] = source.get(from + format.blue());
        target[at++] = source.get(from + format.green());
        target[at++] = source.get(from + format.red());
      }
    }
    return result;
  }
}
