package io.github.deepfer.cli.support;

import io.github.deepfer.api.FerException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Text for people. */
public final class Text {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

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
   * Text that cannot move a terminal's cursor, whatever a file is called.
   *
   * @param text any
   * @return the text with a space for each control character
   */
  public static String printable(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
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
    if (failure instanceof NotDirectoryException other) {
      return other.getFile() + " is not a directory";
    }
    if (failure instanceof FileAlreadyExistsException there) {
      return there.getFile() + " exists already; choose another name";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /**
   * Explains why a file cannot be written.
   *
   * @param file the file
   * @param failure what was thrown
   * @return one line, which names the file
   */
  public static String cannotWrite(Path file, Exception failure) {
    String name = file.toString();
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof FerException && message.contains(name)) {
      return message;
    }
    return name + " cannot be written: " + reason(failure);
  }

  private static String reason(Exception failure) {
    if (failure instanceof AccessDeniedException) {
      return "its permissions or those of its directory forbid it";
    }
    if (failure instanceof NoSuchFileException) {
      return "its directory does not exist";
    }
    if (failure instanceof NotDirectoryException other) {
      return other.getFile() + " is not a directory";
    }
    if (failure instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
