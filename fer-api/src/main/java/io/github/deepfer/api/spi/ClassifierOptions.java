package io.github.deepfer.api.spi;

import io.github.deepfer.api.GpuPolicy;
import java.util.Map;
import java.util.Objects;

/**
 * What every classifier understands, and what only some backends do.
 *
 * @param gpu whether a GPU is used
 * @param threads threads that compute one call; 0 leaves it to the backend
 * @param backend options that one backend defines, by keys that begin with its id and a dot; the
 *     others ignore them
 */
public record ClassifierOptions(GpuPolicy gpu, int threads, Map<String, String> backend) {
  /** CPU, the backend's own thread count. */
  public static final ClassifierOptions DEFAULT = new ClassifierOptions(GpuPolicy.OFF, 0);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the thread count is negative
   */
  public ClassifierOptions {
    Objects.requireNonNull(gpu, "gpu");
    backend = Map.copyOf(backend);
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 or more, got " + threads);
    }
  }

  /**
   * Options that every backend understands.
   *
   * @param gpu as above
   * @param threads as above
   * @throws IllegalArgumentException if the thread count is negative
   */
  public ClassifierOptions(GpuPolicy gpu, int threads) {
    this(gpu, threads, Map.of());
  }
}
