package io.github.deepfer.api.internal.image.file;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.nio.ByteBuffer;

/** Transparency is laid over white (adr/0005). */
public final class Transparency {
  public static final int OPAQUE = 255;

  private Transparency() {}

  /** A colour that covers white with an opacity of 0 to 255, rounded. */
  public static int overWhite(int color, int opacity) {
    return (color * opacity + 255 * (OPAQUE - opacity) + 127) / 255;
  }

  /** A white sheet would be no answer: no face is found on it, and nobody is told why. */
  public static Malformed nothingVisible() {
    return new Malformed(
        "is fully transparent: nothing of it can be seen; save it without transparency");
  }

  /** A picture without a fourth byte; the same one if it has none. */
  public static Image layOverWhite(Image image) throws Malformed {
    PixelFormat format = image.format();
    if (format.bytesPerPixel() != 4) {
      return image;
    }
    ByteBuffer source = image.pixels();
    PixelSink sink = PixelSink.bgr(image.width(), image.height());
    for (int y = 0; y < image.height(); y++) {
      int from = y * image.stride();
      for (int x = 0; x < image.width(); x++, from += 4) {
        sink.set(
            y * image.width() + x,
            source.get(from + format.red()) & 0xFF,
            source.get(from + format.green()) & 0xFF,
            source.get(from + format.blue()) & 0xFF,
            source.get(from + 3) & 0xFF);
      }
    }
    return sink.image();
  }
}
