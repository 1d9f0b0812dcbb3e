package io.github.deepfer.awt;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
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
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private BufferedImages() {}

  /**
   * Copies a picture of any type. Transparency is laid over white, and samples of any size become 8
   * bits, scaled from what is full: 1 for float and double, 32767 for short, and otherwise the
   * largest that the component size has, but 2<sup>31</sup> - 1 for int where no sample is larger.
   * What is out of range is 0 or full. Grey pictures keep their sample values.
   *
   * @param image the picture; not changed
   * @return the same picture as GRAY, BGR or RGB
   * @throws IllegalArgumentException if the copy does not fit in an array, from 715 megapixels on
   */
  public static Image toImage(BufferedImage image) {
    long bytes = (long) image.getWidth() * image.getHeight() * BYTES_PER_PIXEL;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a picture of "
              + image.getWidth()
              + "x"
              + image.getHeight()
              + " pixels does not fit in an array; shrink it first");
    }
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      return gray(image);
    }
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      return bgr(image);
    }
    return isByBytes(image) ? rgb(image) : components(image);
  }

  /**
   * Of components of other types, getRGB knows some, and wraps them where they are out of range.
   */
  private static boolean isByBytes(BufferedImage image) {
    return !(image.getColorModel() instanceof ComponentColorModel)
        || image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE
        || image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT;
  }

  private static Image components(BufferedImage image) {
    ColorSpace space = image.getColorModel().getColorSpace();
    int bands = image.getRaster().getNumBands();
    int colors = image.getColorModel().getNumColorComponents();
    int width = image.getWidth();
    int height = image.getHeight();
    double[] full = new double[bands];
    for (int band = 0; band < bands; band++) {
      full[band] = white(image, band);
    }
    double[][] rows = new double[bands][width];
    float[] color = new float[colors];
    byte[] pixels = new byte[width * height * BYTES_PER_PIXEL];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int band = 0; band < bands; band++) {
        samples(image.getRaster(), y, band, rows[band]);
      }
      for (int x = 0; x < width; x++) {
        double opacity = bands > colors ? clamp(rows[colors][x] / full[colors]) : 1;
        double part = image.isAlphaPremultiplied() && opacity > 0 ? opacity : 1;
        for (int band = 0; band < colors; band++) {
          color[band] = (float) clamp(rows[band][x] / full[band] / part);
        }
        float[] rgb = space.isCS_sRGB() ? color : space.toRGB(color);
        int alpha = eightBits(opacity, 1);
        for (float channel : rgb) {
          pixels[at++] = overWhite(eightBits(channel, 1), alpha);
        }
      }
    }
    return Image.wrap(pixels, width, height, PixelFormat.RGB);
  }

  /** What is no number is 0. */
  private static double clamp(double part) {
    return part > 0 ? Math.min(part, 1) : 0;
  }

  /** Takes the samples as they are: getRGB would put them through a gamma curve. */
  private static Image gray(BufferedImage image) {
    Raster raster = image.getRaster();
    boolean hasAlpha = image.getColorModel().hasAlpha();
    boolean multiplied = image.isAlphaPremultiplied();
    int width = image.getWidth();
    int height = image.getHeight();
    double white = white(image, 0);
    double opaque = hasAlpha ? white(image, 1) : 1;
    double[] row = new double[width];
    double[] alpha = new double[width];
    Arrays.fill(alpha, opaque);
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      samples(raster, y, 0, row);
      if (hasAlpha) {
        samples(raster, y, 1, alpha);
      }
      for (int x = 0; x < width; x++) {
        int color = eightBits(row[x], white);
        int opacity = eightBits(alpha[x], opaque);
        pixels[y * width + x] =
            multiplied ? (byte) Math.min(255, color + OPAQUE - opacity) : overWhite(color, opacity);
      }
    }
    return Image.wrap(pixels, width, height, PixelFormat.GRAY);
  }

  private static void samples(Raster raster, int y, int band, double[] row) {
    raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, band, row);
    if (raster.getTransferType() == DataBuffer.TYPE_INT) {
      // AWT takes int for unsigned, and hands it over with a sign.
      for (int x = 0; x < row.length; x++) {
        row[x] = Integer.toUnsignedLong((int) row[x]);
      }
    }
  }

  /** The sample that stands for white, or for opaque. */
  private static double white(BufferedImage image, int band) {
    int bits = image.getColorModel().getComponentSize(band);
    double biggest = (1L << bits) - 1;
    return switch (image.getRaster().getTransferType()) {
      case DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE -> 1;
      case DataBuffer.TYPE_SHORT -> Short.MAX_VALUE;
      case DataBuffer.TYPE_INT ->
          bits == Integer.SIZE && fitsInSigned(image, band) ? Integer.MAX_VALUE : biggest;
      default -> biggest;
    };
  }

  /** Programs that fill int samples take them for signed, as the language does. */
  private static boolean fitsInSigned(BufferedImage image, int band) {
    double[] row = new double[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      samples(image.getRaster(), y, band, row);
      for (double sample : row) {
        if (sample > Integer.MAX_VALUE) {
          return false;
        }
      }
    }
    return true;
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

  /** Out of range is black or white; what is no number is black. */
  private static int eightBits(double sample, double most) {
    return (int) Math.max(0, Math.min(255, Math.round(sample * 255 / most)));
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
