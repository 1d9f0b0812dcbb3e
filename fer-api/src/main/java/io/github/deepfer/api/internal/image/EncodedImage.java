package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.internal.Registry;

/** Checks a picture's header, has it decoded, and turns it upright. */
public final class EncodedImage {
  private EncodedImage() {}

  public static Image decode(byte[] encoded, String name, ImageLimits limits) {
    if (encoded.length > limits.maxBytes()) {
      throw new ImageTooLargeException(
          name
              + " has "
              + encoded.length
              + " bytes, the limit is "
              + limits.maxBytes()
              + "; raise ImageLimits.maxBytes");
    }
    ImageHeader header;
    try {
      header = ImageHeader.parse(encoded);
    } catch (ImageHeader.Malformed e) {
      throw new ImageException(name + " " + e.getMessage(), e);
    }
    if (header.pixels() > limits.maxPixels()) {
      throw new ImageTooLargeException(
          name
              + " has "
              + header.width()
              + "x"
              + header.height()
              + " = "
              + header.pixels()
              + " pixels, the limit is "
              + limits.maxPixels()
              + "; raise ImageLimits.maxPixels");
    }
    Image stored;
    try {
      stored = Registry.imageDecoder().decode(encoded);
    } catch (ImageException e) {
      throw new ImageException(name + " " + e.getMessage(), e);
    }
    if (stored.width() != header.width() || stored.height() != header.height()) {
      throw new ImageException(
          name
              + " is damaged: its header says "
              + header.width()
              + "x"
              + header.height()
              + " pixels, its data holds "
              + stored.width()
              + "x"
              + stored.height());
    }
    return header.orientation().apply(stored);
  }
}
