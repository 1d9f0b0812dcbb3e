package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.batch.PictureSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a picture that is written may take the place of: an empty file, or another picture. */
final class Replaceable {
  private Replaceable() {}

  /**
   * Looks at what is there.
   *
   * @throws IOException if it must not be replaced, or cannot be read
   */
  static void check(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw refused(file, "it is no regular file, but a directory, a pipe or a device");
    }
    if (Files.size(file) > 0 && !PictureSource.isPicture(file)) {
      throw refused(file, "it holds something else than a picture");
    }
  }

  private static IOException refused(Path file, String reason) {
    return new FileSystemException(file.toString(), null, reason + "; choose another name");
  }
}
