package io.github.deepfer.api;

import org.jspecify.annotations.Nullable;

/** A picture has more pixels or bytes than its {@link ImageLimits} allow; it was not decoded. */
public final class ImageTooLargeException extends ImageException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is too large, the limit, and the fix
   */
  public ImageTooLargeException(String message) {
    super(message);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what is too large, the limit, and the fix
   * @param cause the cause, or null
   */
  public ImageTooLargeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
