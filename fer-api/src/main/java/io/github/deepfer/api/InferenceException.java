package io.github.deepfer.api;

import org.jspecify.annotations.Nullable;

/** A backend failed while it worked on a valid picture. */
public final class InferenceException extends FerException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is wrong, expected and actual, and the fix
   */
  public InferenceException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what is wrong, expected and actual, and the fix
   * @param cause the cause, or null
   */
  public InferenceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
