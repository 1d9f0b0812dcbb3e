package io.github.deepfer.api.batch;

import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.internal.image.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** An encoded picture that is read when its turn comes, on any thread, once. */
public interface PictureSource {
  /**
   * What messages call it.
   *
   * @return for example the file's path
   */
  String name();

  /**
   * Reads the whole file.
   *
   * @param limits what the picture may cost; one with more bytes may be refused before it is read
   * @return the bytes, which nobody changes
   * @throws IOException if it cannot be read
   * @throws ImageException if it cannot be read
   */
  byte[] read(ImageLimits limits) throws IOException;

  /**
   * A picture file.
   *
   * @param file its path, which is its name
   * @return a source that reads it
   */
  static PictureSource of(Path file) {
    Objects.requireNonNull(file, "file");
    return new PictureSource() {
      @Override
      public String name() {
        return file.toString();
      }

      @Override
      public byte[] read(ImageLimits limits) {
        return Reader.read(file, limits);
      }
    };
  }

  /**
   * A picture in memory.
   *
   * @param name what messages call it
   * @param encoded the whole file; not copied, not changed
   * @return a source that gives it
   */
  static PictureSource of(String name, byte[] encoded) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(encoded, "encoded");
    return new PictureSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public byte[] read(ImageLimits limits) {
        return encoded;
      }
    };
  }

  /** Opens the stream of a picture. */
  @FunctionalInterface
  interface Opening {
    /**
     * Opens it.
     *
     * @return a stream of the whole file, which its reader closes
     * @throws IOException if it cannot be opened
     * @throws ImageException if it cannot be opened
     */
    InputStream open() throws IOException;
  }

  /**
   * A picture that a stream gives, for example one of a store of objects. No more is read of it
   * than a picture may have.
   *
   * @param name what messages call it
   * @param opening opens the stream when the picture's turn comes
   * @return a source that reads and closes it
   */
  static PictureSource ofStream(String name, Opening opening) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(opening, "opening");
    return new PictureSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public byte[] read(ImageLimits limits) throws IOException {
        try (InputStream stream = opening.open()) {
          return Reader.read(stream, name, limits);
        }
      }
    };
  }

  /**
   * Whether a file is a picture by its name: what is taken from folders.
   *
   * @param fileName a name or path
   * @return true for the extensions of JPEG, PNG, GIF, BMP and WebP, in any case
   */
  static boolean isPictureName(String fileName) {
    String extension = fileName.substring(fileName.lastIndexOf('.') + 1);
    return switch (extension.toLowerCase(Locale.ROOT)) {
      case "jpg", "jpeg", "png", "gif", "bmp", "webp" -> true;
      default -> false;
    };
  }

  /**
   * Whether a file is a picture by what it begins with, whole or not. A text is none, also if it
   * begins with the letters of such a file.
   *
   * @param file its path
   * @return true for the beginnings of JPEG, PNG, GIF, BMP and WebP files
   * @throws IOException if it cannot be read
   */
  static boolean isPicture(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return Reader.isPicture(stream);
    }
  }
}
