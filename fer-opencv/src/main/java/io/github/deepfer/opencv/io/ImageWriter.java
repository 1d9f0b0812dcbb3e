package io.github.deepfer.opencv.io;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.opencv.mat.Mats;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Writes pictures to files. Thread-safe. */
public final class ImageWriter {
  private static final Set<String> EXTENSIONS = Set.of(".png", ".jpg", ".jpeg", ".bmp", ".webp");

  private ImageWriter() {}

  /**
   * Writes a picture in the format that the file's extension names: PNG, JPEG of quality 95, BMP or
   * WebP. An existing file is replaced. Readers see the old file or the whole new one, and a
   * failure leaves no part of a file behind.
   *
   * @param file where to; its directory must exist
   * @param image the picture
   * @throws MediaException if the extension is another one, or the file cannot be written
   * @throws io.github.deepfer.api.ProviderException if OpenCV cannot be loaded
   */
  public static void write(Path file, Image image) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(image, "image");
    byte[] encoded = encode(file, image);
    // Beside the file, because a move between file systems is no longer atomic.
    Path part = file.resolveSibling(".fer-" + UUID.randomUUID() + ".part");
    try {
      try {
        Files.write(part, encoded, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        replace(part, file);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (NoSuchFileException e) {
      throw new MediaException(
          file + " cannot be written: its directory does not exist; create it", e);
    } catch (IOException e) {
      throw new MediaException(file + " cannot be written: " + reason(e), e);
    }
  }

  /** Not the whole message, which names the part instead of the file. */
  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "the permissions of its directory forbid it";
    }
    return failure instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : String.valueOf(failure.getMessage());
  }

  private static void replace(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static byte[] encode(Path file, Image image) {
    String extension = extension(file);
    if (!EXTENSIONS.contains(extension)) {
      throw new MediaException(
          file
              + " cannot be written: its extension must be one of .png, .jpg, .jpeg, .bmp and"
              + " .webp");
    }
    try (Mat mat = Mats.toOpenCvOrder(image);
        BytePointer encoded = new BytePointer()) {
      if (!opencv_imgcodecs.imencode(extension, mat, encoded)) {
        throw new MediaException(
            file + " cannot be written: OpenCV cannot encode " + image + " as " + extension);
      }
      byte[] bytes = new byte[(int) encoded.limit()];
      encoded.get(bytes);
      return bytes;
    } catch (MediaException e) {
      throw e;
    } catch (RuntimeException e) {
      // How JavaCPP passes on a cv::Exception, such as one for too many pixels.
      throw new MediaException(file + " cannot be written: OpenCV says " + e.getMessage(), e);
    }
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
  }
}
