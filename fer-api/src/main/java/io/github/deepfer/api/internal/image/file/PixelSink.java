package io.github.deepfer.api.internal.image.file;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.PixelFormat;
import java.util.Arrays;

/** A picture that is being decoded. */
public final class PixelSink {
  /** Virtual machines refuse arrays a few elements shorter than an int can count. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private final int width;
  private final int height;
  private final PixelFormat format;
  private final byte[] pixels;
  private boolean visible;

  private PixelSink(int width, int height, PixelFormat format) {
    long bytes = (long) width * height * format.bytesPerPixel();
    if (bytes > MAX_BYTES) {
      throw new ImageTooLargeException(
          "has " + width + "x" + height + " pixels, which do not fit in an array; shrink it");
    }
    this.width = width;
    this.height = height;
    this.format = format;
    pixels = new byte[(int) bytes];
  }

  public static PixelSink gray(int width, int height) {
    return new PixelSink(width, height, PixelFormat.GRAY);
  }

  public static PixelSink bgr(int width, int height) {
    return new PixelSink(width, height, PixelFormat.BGR);
  }

  public static PixelSink white(int width, int height) {
    PixelSink sink = bgr(width, height);
    Arrays.fill(sink.pixels, (byte) 255);
    return sink;
  }

  /** Sets a pixel by its number from the top left; a grey picture takes red for all. */
  public void set(int pixel, int red, int green, int blue, int opacity) {
    if (opacity != Transparency.OPAQUE) {
      setTranslucent(pixel, red, green, blue, opacity);
      return;
    }
    visible = true;
    if (format == PixelFormat.GRAY) {
      pixels[pixel] = (byte) red;
      return;
    }
    int at = 3 * pixel;
    pixels[at] = (byte) blue;
    pixels[at + 1] = (byte) green;
    pixels[at + 2] = (byte) red;
  }

  private void setTranslucent(int pixel, int red, int green, int blue, int opacity) {
    boolean seen = visible || opacity > 0;
    set(
        pixel,
        Transparency.overWhite(red, opacity),
        Transparency.overWhite(green, opacity),
        Transparency.overWhite(blue, opacity),
        Transparency.OPAQUE);
    visible = seen;
  }

  /** Whether any pixel that was set can be seen. */
  public boolean isVisible() {
    return visible;
  }

  public Image image() throws Malformed {
    if (!visible) {
      throw Transparency.nothingVisible();
    }
    return Image.wrap(pixels, width, height, format);
  }
}
