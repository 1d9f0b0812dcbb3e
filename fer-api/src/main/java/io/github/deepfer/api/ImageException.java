package io.github.deepfer.api;

import org.jspecify.annotations.Nullable;

/** A picture is missing, damaged, too large, or not a picture. */
public sealed class ImageException extends FerException permits ImageTooLargeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is wrong, expected and actual, and the fix
   */
  public ImageException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what is wrong, expected and actual, and the fix
   * @param cause the cause, or null
   */
  public ImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
