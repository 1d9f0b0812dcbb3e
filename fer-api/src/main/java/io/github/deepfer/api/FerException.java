package io.github.deepfer.api;

import org.jspecify.annotations.Nullable;

/**
 * What DeepFER throws when something outside the program is wrong; the message names the fix. Wrong
 * arguments throw {@link NullPointerException} or {@link IllegalArgumentException} instead, and use
 * after close throws {@link IllegalStateException}.
 */
public abstract sealed class FerException extends RuntimeException
    permits ProviderException, ModelException, ImageException, MediaException, InferenceException {
  private static final long serialVersionUID = 1L;

  FerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
