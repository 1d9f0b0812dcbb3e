package io.github.deepfer.ffmpeg;

import io.github.deepfer.api.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses by name what is no file on a disk, before FFmpeg sees it. */
final class SourceFile {
  /** A path keeps one slash of those after an address's scheme; one letter is a drive. */
  private static final Pattern ADDRESS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):[/\\\\]+(.*)");

  private SourceFile() {}

  /**
   * Checks that the file can be read.
   *
   * @throws MediaException if it is missing, empty, no regular file or may not be read
   */
  static void check(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        throw new MediaException(file + " is a directory; choose a video");
      }
      if (!attributes.isRegularFile()) {
        throw new MediaException(
            file
                + " is a pipe or a device; only local files are read, since a video is read back"
                + " and forth: save it to a file and name that");
      }
      if (attributes.size() == 0) {
        throw new MediaException(file + " is empty; choose a video");
      }
      if (!Files.isReadable(file)) {
        throw new MediaException(file + " may not be read; check its permissions");
      }
    } catch (NoSuchFileException e) {
      throw new MediaException(missing(file.toString()), e);
    } catch (IOException e) {
      throw new MediaException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String missing(String name) {
    Matcher address = ADDRESS.matcher(name);
    if (address.matches()) {
      return address.group(1)
          + "://"
          + address.group(2)
          + " is an address; only local files are read: save the video to a file and name that";
    }
    if (name.equals("-")) {
      return "- stands for standard input; only local files are read: save the video to a file and"
          + " name that";
    }
    return name + " does not exist; check the path";
  }
}
