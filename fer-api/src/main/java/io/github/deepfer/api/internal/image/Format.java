package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.internal.image.jpeg.JpegFile;
import io.github.deepfer.api.internal.image.raster.BmpFile;
import io.github.deepfer.api.internal.image.raster.GifFile;
import io.github.deepfer.api.internal.image.raster.PngFile;
import io.github.deepfer.api.internal.image.webp.WebpFile;
import org.jspecify.annotations.Nullable;

/** The formats that DeepFER knows by itself. */
enum Format {
  JPEG,
  PNG,
  GIF,
  WEBP,
  BMP;

  /** Recognizes a file by what it begins with. */
  static PictureFile open(byte[] file) throws Malformed {
    if (file.length == 0) {
      throw new Malformed("is empty; a picture was expected");
    }
    ByteReader bytes = new ByteReader(file);
    Format format = of(bytes);
    if (format == null) {
      return ForeignFile.parse(bytes);
    }
    return switch (format) {
      case JPEG -> JpegFile.parse(bytes);
      case PNG -> PngFile.parse(bytes);
      case GIF -> GifFile.parse(bytes);
      case WEBP -> WebpFile.parse(bytes);
      case BMP -> BmpFile.parse(bytes);
    };
  }

  /** Null for one of none of them. */
  static @Nullable Format of(ByteReader bytes) throws Malformed {
    if (bytes.startsWith(0, 0xFF, 0xD8, 0xFF)) {
      return JPEG;
    }
    if (bytes.startsWith(0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
      return PNG;
    }
    if (bytes.startsWith(0, 'G', 'I', 'F', '8')) {
      return GIF;
    }
    if (bytes.startsWith(0, 'R', 'I', 'F', 'F') && bytes.startsWith(8, 'W', 'E', 'B', 'P')) {
      return WEBP;
    }
    return BmpFile.isBmp(bytes) ? BMP : null;
  }
}
