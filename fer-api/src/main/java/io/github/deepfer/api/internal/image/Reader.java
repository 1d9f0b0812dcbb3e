package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads encoded pictures, never more than the limit allows. */
public final class Reader {
  /** Enough to tell any format by. */
  private static final int START_BYTES = 64;

  /** The least byte of a text; the sizes in pictures' headers have bytes below it. */
  private static final int TAB = 9;

  private Reader() {}

  /**
   * Whether a file of a format that is known begins here; a stub that tells nothing is of none, nor
   * is a text, which may begin with a format's letters.
   */
  public static boolean isPicture(InputStream stream) throws IOException {
    byte[] start = stream.readNBytes(START_BYTES);
    try {
      return Format.of(new ByteReader(start)) != null && !isText(start);
    } catch (Malformed e) {
      return false;
    }
  }

  private static boolean isText(byte[] start) {
    for (byte each : start) {
      if (Byte.toUnsignedInt(each) < TAB) {
        return false;
      }
    }
    return true;
  }

  public static byte[] read(Path file, ImageLimits limits) {
    if (Files.isDirectory(file)) {
      throw new ImageException(file + " is a directory; name a picture file");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, file.toString(), limits);
    } catch (NoSuchFileException e) {
      throw new ImageException(file + " does not exist; check the path", e);
    } catch (AccessDeniedException e) {
      throw new ImageException(file + " may not be read; check its permissions", e);
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  public static byte[] read(InputStream stream, ImageLimits limits) {
    try {
      return read(stream, "picture", limits);
    } catch (IOException e) {
      throw new ImageException("the picture's stream broke off: " + e.getMessage(), e);
    }
  }

  public static byte[] read(InputStream stream, String name, ImageLimits limits)
      throws IOException {
    int most = (int) Math.min(limits.maxBytes(), Integer.MAX_VALUE - 16);
    byte[] bytes = stream.readNBytes(most);
    if (bytes.length == most && stream.read() >= 0) {
      throw new ImageTooLargeException(
          name + " has more than " + most + " bytes, the limit; raise ImageLimits.maxBytes");
    }
    return bytes;
  }
}
