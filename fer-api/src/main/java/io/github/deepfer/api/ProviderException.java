package io.github.deepfer.api;

import org.jspecify.annotations.Nullable;

/**
 * No provider fits, or the chosen one cannot run; the message lists the ids seen and why each
 * cannot.
 */
public final class ProviderException extends FerException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is wrong, expected and actual, and the fix
   */
  public ProviderException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what is wrong, expected and actual, and the fix
   * @param cause the cause, or null
   */
  public ProviderException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
