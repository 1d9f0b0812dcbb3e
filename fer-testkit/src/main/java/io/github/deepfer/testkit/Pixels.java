package io.github.deepfer.testkit;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** The same picture in other memory layouts, and pictures made of pictures. Slow and plain. */
final class Pixels {
  private Pixels() {}

  static Image uniform(int width, int height, PixelFormat format, int value) {
    byte[] pixels = new byte[width * height * format.bytesPerPixel()];
    Arrays.fill(pixels, (byte) value);
    return Image.wrap(pixels, width, height, format);
  }

  static Image noise(int width, int height, PixelFormat format, long seed) {
    byte[] pixels = new byte[width * height * format.bytesPerPixel()];
    new Random(seed).nextBytes(pixels);
    return Image.wrap(pixels, width, height, format);
  }

  /** The fourth byte, where there is one, becomes noise: nobody may look at it. */
  static Image convert(Image image, PixelFormat format) {
    Random random = new Random(1);
    int size = format.bytesPerPixel();
    byte[] pixels = new byte[image.width() * image.height() * size];
    random.nextBytes(pixels);
    ByteBuffer source = image.pixels();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int from = offset(image, x, y);
        int to = (y * image.width() + x) * size;
        pixels[to + format.red()] = source.get(from + image.format().red());
        pixels[to + format.green()] = source.get(from + image.format().green());
        pixels[to + format.blue()] = source.get(from + image.format().blue());
      }
    }
    return Image.wrap(pixels, image.width(), image.height(), format);
  }

  /** The red channel as a grey picture; exact for pictures without colour. */
  static Image gray(Image image) {
    byte[] pixels = new byte[image.width() * image.height()];
    ByteBuffer source = image.pixels();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        pixels[y * image.width() + x] = source.get(offset(image, x, y) + image.format().red());
      }
    }
    return Image.wrap(pixels, image.width(), image.height(), PixelFormat.GRAY);
  }

  /** Blue becomes the negative of red and green a half of it, so that no two channels agree. */
  static Image tinted(Image image) {
    Image rgb = convert(image, PixelFormat.RGB);
    byte[] pixels = bytes(rgb);
    for (int i = 0; i < pixels.length; i += 3) {
      int value = pixels[i] & 0xFF;
      pixels[i + 1] = (byte) (value / 2);
      pixels[i + 2] = (byte) (255 - value);
    }
    return Image.wrap(pixels, rgb.width(), rgb.height(), PixelFormat.RGB);
  }

  /** The same pixels with noise between the rows, before the first and after the last. */
  static Image padded(Image image, int gap, boolean direct) {
    int row = image.width() * image.format().bytesPerPixel();
    int stride = row + gap;
    byte[] pixels = new byte[gap + stride * image.height() + gap];
    new Random(2).nextBytes(pixels);
    ByteBuffer source = image.pixels();
    for (int y = 0; y < image.height(); y++) {
      source.get(y * image.stride(), pixels, gap + y * stride, row);
    }
    ByteBuffer buffer =
        direct ? ByteBuffer.allocateDirect(pixels.length) : ByteBuffer.allocate(pixels.length);
    buffer.put(pixels).position(gap);
    return Image.wrap(buffer, image.width(), image.height(), stride, image.format());
  }

  static Image direct(Image image) {
    return padded(image, 0, true);
  }

  /** Repeats each pixel in both directions. */
  static Image enlarged(Image image, int factor) {
    int size = image.format().bytesPerPixel();
    int stride = image.width() * factor * size;
    byte[] pixels = new byte[stride * image.height() * factor];
    ByteBuffer source = image.pixels();
    for (int y = 0; y < image.height(); y++) {
      int at = y * factor * stride;
      for (int x = 0; x < image.width(); x++) {
        for (int i = 0; i < factor; i++, at += size) {
          source.get(offset(image, x, y), pixels, at, size);
        }
      }
      for (int i = 1; i < factor; i++) {
        System.arraycopy(pixels, y * factor * stride, pixels, (y * factor + i) * stride, stride);
      }
    }
    return Image.wrap(pixels, image.width() * factor, image.height() * factor, image.format());
  }

  /** A copy of a part of the picture; what lies outside repeats the nearest pixel. */
  static Image part(Image image, Box box) {
    int size = image.format().bytesPerPixel();
    byte[] pixels = new byte[box.width() * box.height() * size];
    ByteBuffer source = image.pixels();
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        int fromX = Math.max(0, Math.min(image.width() - 1, box.x() + x));
        int fromY = Math.max(0, Math.min(image.height() - 1, box.y() + y));
        source.get(offset(image, fromX, fromY), pixels, (y * box.width() + x) * size, size);
      }
    }
    return Image.wrap(pixels, box.width(), box.height(), image.format());
  }

  static byte[] bytes(Image image) {
    byte[] bytes = new byte[image.pixels().remaining()];
    image.pixels().get(bytes);
    return bytes;
  }

  private static int offset(Image image, int x, int y) {
    return y * image.stride() + x * image.format().bytesPerPixel();
  }
}
