package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.internal.image.jpeg.JpegFile;
import io.github.deepfer.api.internal.image.raster.BmpFile;
import io.github.deepfer.api.internal.image.raster.GifFile;
import io.github.deepfer.api.internal.image.raster.PngFile;
import io.github.deepfer.api.internal.image.webp.WebpFile;

/** The formats that DeepFER knows by itself. */
final class Formats {
  private Formats() {}

  /** Recognizes a file by what it begins with. */
  static PictureFile open(byte[] file) throws Malformed {
    if (file.length == 0) {
      throw new Malformed("is empty; a picture was expected");
    }
    ByteReader bytes = new ByteReader(file);
    if (bytes.startsWith(0, 0xFF, 0xD8, 0xFF)) {
      return JpegFile.parse(bytes);
    }
    if (bytes.startsWith(0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
      return PngFile.parse(bytes);
    }
    if (bytes.startsWith(0, 'G', 'I', 'F', '8')) {
      return GifFile.parse(bytes);
    }
    if (bytes.startsWith(0, 'R', 'I', 'F', 'F') && bytes.startsWith(8, 'W', 'E', 'B', 'P')) {
      return WebpFile.parse(bytes);
    }
    if (BmpFile.isBmp(bytes)) {
      return BmpFile.parse(bytes);
    }
    return ForeignFile.parse(bytes);
  }
}
