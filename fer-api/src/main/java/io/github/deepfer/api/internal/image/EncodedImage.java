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

/**
 * A picture file whose header was read and is within limits: it is decoded, here or by a decoder,
 * and turned upright.
 */
public final class EncodedImage {
  private final PictureFile file;
  private final String name;

  private EncodedImage(PictureFile file, String name) {
    this.file = file;
    this.name = name;
  }

  public static Image decode(byte[] encoded, String name, ImageLimits limits) {
    return open(encoded, name, limits).decode();
  }

  /** Reads the header. */
  public static EncodedImage open(byte[] encoded, String name, ImageLimits limits) {
    try {
      return new EncodedImage(open(encoded, limits), name);
    } catch (ImageException | Malformed e) {
      throw named(name, e);
    }
  }

  /** Width times height, as the header says. */
  public long pixels() {
    return (long) file.header().width() * file.header().height();
  }

  /** Decodes the pixels. */
  public Image decode() {
    try {
      return decode(file);
    } catch (ImageException | Malformed e) {
      throw named(name, e);
    }
  }

  private static ImageException named(String name, Exception failure) {
    String message = name + " " + failure.getMessage();
    return failure instanceof ImageTooLargeException
        ? new ImageTooLargeException(message, failure)
        : new ImageException(message, failure);
  }

  private static PictureFile open(byte[] encoded, ImageLimits limits) throws Malformed {
    if (encoded.length > limits.maxBytes()) {
      throw new ImageTooLargeException(
          "has "
              + encoded.length
              + " bytes, the limit is "
              + limits.maxBytes()
              + "; raise ImageLimits.maxBytes");
    }
    PictureFile file = Format.open(encoded);
    check(file.header(), limits);
    return file;
  }

  private static Image decode(PictureFile file) throws Malformed {
    ImageHeader header = file.header();
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
