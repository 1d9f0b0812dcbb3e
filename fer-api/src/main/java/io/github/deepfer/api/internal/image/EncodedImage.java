package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.Orientation;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.internal.image.file.Transparency;
import io.github.deepfer.api.spi.ImageHeader;

/** Checks a picture's header, decodes it or has it decoded, and turns it upright. */
public final class EncodedImage {
  private EncodedImage() {}

  public static Image decode(byte[] encoded, String name, ImageLimits limits) {
    try {
      return decode(encoded, limits);
    } catch (ImageTooLargeException e) {
      throw new ImageTooLargeException(name + " " + e.getMessage(), e);
    } catch (ImageException | Malformed e) {
      throw new ImageException(name + " " + e.getMessage(), e);
    }
  }

  private static Image decode(byte[] encoded, ImageLimits limits) throws Malformed {
    if (encoded.length > limits.maxBytes()) {
      throw new ImageTooLargeException(
          "has "
              + encoded.length
              + " bytes, the limit is "
              + limits.maxBytes()
              + "; raise ImageLimits.maxBytes");
    }
    PictureFile file = Formats.open(encoded);
    ImageHeader header = file.header();
    check(header, limits);
    Image stored = file.decode();
    if (stored.width() != header.width() || stored.height() != header.height()) {
      throw Malformed.damaged(
          "its header says "
              + (header.width() + "x" + header.height())
              + " pixels, its data holds "
              + (stored.width() + "x" + stored.height()));
    }
    return Orientation.ofTag(header.orientation()).apply(Transparency.layOverWhite(stored));
  }

  private static void check(ImageHeader header, ImageLimits limits) throws Malformed {
    String size = header.width() + "x" + header.height();
    if (header.width() < 1 || header.height() < 1) {
      throw Malformed.damaged("its header says " + size + " pixels");
    }
    long pixels = (long) header.width() * header.height();
    if (pixels > limits.maxPixels()) {
      throw new ImageTooLargeException(
          "has "
              + size
              + " = "
              + pixels
              + " pixels, the limit is "
              + limits.maxPixels()
              + "; raise ImageLimits.maxPixels");
    }
  }
}
