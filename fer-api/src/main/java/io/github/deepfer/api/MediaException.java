package io.github.deepfer.api;

import org.jspecify.annotations.Nullable;

/**
 * A camera or a video gives no frames: it is missing, in use, damaged, cut short, or not what is
 * read; or a picture or a video cannot be written. What is wrong with a picture that is to be read
 * is an {@link ImageException}.
 */
public final class MediaException extends FerException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is wrong, expected and actual, and the fix
   */
  public MediaException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what is wrong, expected and actual, and the fix
   * @param cause the cause, or null
   */
  public MediaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
