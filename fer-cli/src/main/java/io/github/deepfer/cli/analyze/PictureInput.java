package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.cli.support.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures as users name them. */
final class PictureInput {
  private PictureInput() {}

  /** Reads a file, or standard input. */
  static Image read(String name) throws IOException {
    if (name.equals(Inputs.STANDARD_INPUT)) {
      try {
        return Image.decode(System.in);
      } catch (ImageException e) {
        throw new ImageException("standard input: " + e.getMessage(), e);
      }
    }
    Path file = Inputs.local(name);
    if (Files.isDirectory(file)) {
      throw new IOException(
          file + " holds no JPEG, PNG, GIF, BMP or WebP file; --recursive looks into its folders");
    }
    return Image.read(file);
  }
}
