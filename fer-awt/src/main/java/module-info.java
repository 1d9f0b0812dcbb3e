/** Picture decoding with ImageIO, and pictures from and to {@link java.awt.image.BufferedImage}. */
module io.github.deepfer.awt {
  requires transitive io.github.deepfer.api;
  requires static org.jspecify;
  requires transitive java.desktop;

  exports io.github.deepfer.awt;

  provides io.github.deepfer.api.spi.ImageDecoderProvider with
      io.github.deepfer.awt.ImageIoDecoderProvider;
}
