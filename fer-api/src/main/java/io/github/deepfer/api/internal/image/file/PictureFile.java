package io.github.deepfer.api.internal.image.file;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.spi.ImageHeader;

/** A file whose format is known and whose header was read. */
public interface PictureFile {
  ImageHeader header();

  /**
   * Decodes the pixels as they are stored. Only to be called when {@link #header} is within limits.
   */
  Image decode() throws Malformed;
}
