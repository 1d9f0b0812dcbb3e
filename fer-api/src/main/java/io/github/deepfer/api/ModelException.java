package io.github.deepfer.api;

import org.jspecify.annotations.Nullable;

/** A model file is missing, damaged, or not what it claims to be. */
public final class ModelException extends FerException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is wrong, expected and actual, and the fix
   */
  public ModelException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what is wrong, expected and actual, and the fix
   * @param cause the cause, or null
   */
  public ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
