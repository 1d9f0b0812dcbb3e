package io.github.deepfer.testkit;

import io.github.deepfer.api.Image;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A small picture file and what is in it: red rises by 5 from column to column, green falls by 8
 * from row to row, blue is 120.
 *
 * @param format as in {@link io.github.deepfer.api.spi.ImageDecoderProvider#formats()}
 * @param name of the file
 * @param tolerance how far a channel may be off
 * @param grey whether the file has the picture's brightness only
 * @param translucent whether opacity rises by 8 from column to column
 */
record EncodedSample(String format, String name, int tolerance, boolean grey, boolean translucent) {
  static final String WEBP = "webp";
  static final int WIDTH = 37;
  static final int HEIGHT = 23;

  static final List<EncodedSample> ALL =
      List.of(
          new EncodedSample("jpeg", "colour.jpg", 8, false, false),
          new EncodedSample("jpeg", "colour-444.jpg", 8, false, false),
          new EncodedSample("jpeg", "restart.jpg", 8, false, false),
          new EncodedSample("jpeg", "progressive.jpg", 8, false, false),
          new EncodedSample("jpeg", "rgb.jpg", 4, false, false),
          new EncodedSample("jpeg", "cmyk.jpg", 8, false, false),
          new EncodedSample("jpeg", "ycck.jpg", 8, false, false),
          new EncodedSample("jpeg", "grey.jpg", 4, true, false),
          new EncodedSample(WEBP, "lossless.webp", 0, false, false),
          new EncodedSample(WEBP, "lossy.webp", 12, false, false),
          new EncodedSample(WEBP, "animated.webp", 0, false, false),
          new EncodedSample(WEBP, "lossless-alpha.webp", 0, false, true),
          new EncodedSample(WEBP, "lossy-alpha.webp", 12, false, true));

  byte[] file() {
    try (InputStream stream = EncodedSample.class.getResourceAsStream("encoded/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("the kit lacks its file " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The channels of a pixel as 0xAARRGGBB. */
  int expected(int x, int y) {
    int red = 5 * x;
    int green = 255 - 8 * y;
    int blue = 120;
    if (grey) {
      // ITU-R BT.601, as JFIF has it.
      int value = (int) Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
      red = green = blue = value;
    }
    int opacity = translucent ? Math.min(255, 8 * x) : 255;
    return opacity << 24 | red << 16 | green << 8 | blue;
  }

  static int actual(Image image, int x, int y) {
    int at = y * image.stride() + x * image.format().bytesPerPixel();
    int opacity = image.format().bytesPerPixel() == 4 ? image.pixels().get(at + 3) & 0xFF : 255;
    return opacity << 24
        | (image.pixels().get(at + image.format().red()) & 0xFF) << 16
        | (image.pixels().get(at + image.format().green()) & 0xFF) << 8
        | (image.pixels().get(at + image.format().blue()) & 0xFF);
  }
}
