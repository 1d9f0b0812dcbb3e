package io.github.deepfer.awt;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.awt.image.BufferedImage;

/** WebP by TwelveMonkeys ImageIO. */
final class WebpDecoding {
  private static final WebPImageReaderSpi CODEC = new WebPImageReaderSpi();

  private WebpDecoding() {}

  static Image decode(byte[] encoded) {
    return Codec.decode(
        CODEC,
        encoded,
        reader -> {
          BufferedImage picture = reader.read(0);
          return picture.getColorModel().hasAlpha()
              ? withOpacity(picture)
              : BufferedImages.toImage(picture);
        });
  }

  private static Image withOpacity(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] row = new int[width];
    byte[] pixels = new byte[width * height * 4];
    int at = 0;
    for (int y = 0; y < height; y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        pixels[at++] = (byte) argb;
        pixels[at++] = (byte) (argb >> 8);
        pixels[at++] = (byte) (argb >> 16);
        pixels[at++] = (byte) (argb >> 24);
      }
    }
    return Image.wrap(pixels, width, height, PixelFormat.BGRA);
  }
}
