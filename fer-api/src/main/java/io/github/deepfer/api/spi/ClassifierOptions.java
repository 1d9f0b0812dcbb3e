package io.github.deepfer.api.spi;

import io.github.deepfer.api.GpuPolicy;
import java.util.Objects;

/**
 * What every classifier understands.
 *
 * @param gpu whether a GPU is used
 * @param threads threads that compute one call; 0 leaves it to the backend
 */
public record ClassifierOptions(GpuPolicy gpu, int threads) {
  /** CPU, the backend's own thread count. */
  public static final ClassifierOptions DEFAULT = new ClassifierOptions(GpuPolicy.OFF, 0);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the thread count is negative
   */
  public ClassifierOptions {
    Objects.requireNonNull(gpu, "gpu");
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 or more, got " + threads);
    }
  }
}
