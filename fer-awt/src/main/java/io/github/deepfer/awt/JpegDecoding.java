package io.github.deepfer.awt;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** JPEG by the JDK's libjpeg. */
final class JpegDecoding {
  private static final byte SCAN = (byte) 0xDA;
  private static final byte ADOBE = (byte) 0xEE;

  /** Found once: others may register codecs of their own at any time. */
  private static final ImageReaderSpi CODEC = ofTheJdk();

  private JpegDecoding() {}

  private static ImageReaderSpi ofTheJdk() {
    Iterator<ImageReaderSpi> codecs =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (codecs.hasNext()) {
      ImageReaderSpi codec = codecs.next();
      boolean ofTheJdk = codec.getClass().getModule() == IIORegistry.class.getModule();
      if (ofTheJdk && List.of(codec.getFormatNames()).contains("jpeg")) {
        return codec;
      }
    }
    throw new IllegalStateException("ImageIO has lost the JDK's JPEG codec; something took it out");
  }

  static Image decode(byte[] encoded) {
    return Codec.decode(CODEC, encoded, reader -> decode(reader, encoded));
  }

  private static Image decode(ImageReader reader, byte[] encoded) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    // Asking for types of four components fails, as ImageIO has no colours for them.
    if (reader.getRawImageType(0) == null) {
      return cmyk(reader.readRaster(0, null), isYcck(encoded));
    }
    BufferedImage picture = reader.read(0);
    if (picture.getType() == BufferedImage.TYPE_3BYTE_BGR
        || picture.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      boolean gray = picture.getType() == BufferedImage.TYPE_BYTE_GRAY;
      byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
      return Image.wrap(pixels, width, height, gray ? PixelFormat.GRAY : PixelFormat.BGR);
    }
    return BufferedImages.toImage(picture);
  }

  /** Files hold 255 minus the ink, as Adobe began it. */
  private static Image cmyk(Raster raster, boolean ycck) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] inks = ((DataBufferByte) raster.getDataBuffer()).getData();
    byte[] pixels = new byte[width * height * 3];
    for (int from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
      if (ycck) {
        toInks(inks, from);
      }
      int black = inks[from + 3] & 0xFF;
      for (int channel = 0; channel < 3; channel++) {
        pixels[to + channel] = (byte) (((inks[from + channel] & 0xFF) * black + 127) / 255);
      }
    }
    return Image.wrap(pixels, width, height, PixelFormat.RGB);
  }

  /** The inks are stored as the YCbCr (ITU-T T.871) of what they leave of white. */
  private static void toInks(byte[] pixel, int at) {
    int luma = pixel[at] & 0xFF;
    int blue = (pixel[at + 1] & 0xFF) - 128;
    int red = (pixel[at + 2] & 0xFF) - 128;
    pixel[at] = complement(luma + 1.402 * red);
    pixel[at + 1] = complement(luma - 0.344136 * blue - 0.714136 * red);
    pixel[at + 2] = complement(luma + 1.772 * blue);
  }

  private static byte complement(double color) {
    return (byte) (255 - Math.max(0, Math.min(255, Math.round(color))));
  }

  /** Adobe's segment says so with transform 2; readers give such pixels as they are stored. */
  private static boolean isYcck(byte[] encoded) {
    int at = 2;
    while (at + 16 < encoded.length && encoded[at] == (byte) 0xFF && encoded[at + 1] != SCAN) {
      if (encoded[at + 1] == ADOBE && encoded[at + 4] == 'A' && encoded[at + 5] == 'd') {
        return encoded[at + 15] == 2;
      }
      at += 2 + ((encoded[at + 2] & 0xFF) << 8 | (encoded[at + 3] & 0xFF));
    }
    return false;
  }
}
