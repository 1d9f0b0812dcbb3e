/** Pictures from and to {@link java.awt.image.BufferedImage}. */
module io.github.deepfer.awt {
  requires transitive io.github.deepfer.api;
  requires transitive java.desktop;

  exports io.github.deepfer.awt;
}
