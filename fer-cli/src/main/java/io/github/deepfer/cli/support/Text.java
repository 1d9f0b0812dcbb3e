package io.github.deepfer.cli.support;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Text for people. */
public final class Text {
  private Text() {}

  /**
   * A bar of block characters.
   *
   * @param fraction filled part, in [0, 1]
   * @param cells its width in characters
   * @return {@code cells} characters
   */
  public static String bar(double fraction, int cells) {
    int full = (int) Math.round(fraction * cells);
    return "█".repeat(full) + "░".repeat(cells - full);
  }

  /**
   * A share in whole per cent.
   *
   * @param fraction a value in [0, 1]
   * @return for example {@code 93 %}
   */
  public static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * fraction);
  }

  /**
   * A count with its noun.
   *
   * @param count how many
   * @param noun the noun in the singular
   * @return for example {@code 1 face} or {@code 2 faces}
   */
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /**
   * A length of time, or a time of a film.
   *
   * @param seconds 0 or more
   * @return for example {@code 7.2 s}, {@code 3:07} or {@code 1:02:03}
   */
  public static String clock(double seconds) {
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /**
   * Explains a failed file access, whose own message is often just the file's name.
   *
   * @param failure the failure
   * @return one line
   */
  public static String describe(IOException failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist; check the path";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be accessed; check its permissions";
    }
    if (failure instanceof NotDirectoryException || failure instanceof FileAlreadyExistsException) {
      return ((FileSystemException) failure).getFile() + " is not a directory";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
