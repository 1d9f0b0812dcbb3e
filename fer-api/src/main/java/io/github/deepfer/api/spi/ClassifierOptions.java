package io.github.deepfer.api.spi;

import io.github.deepfer.api.GpuPolicy;
import java.util.Map;
import java.util.Objects;

/**
 * What every classifier understands, and what only some backends do.
 *
 * @param gpu whether a GPU is used
 * @param threads threads that compute one call, at most {@value #MOST_THREADS}; 0 leaves it to the
 *     backend
 * @param backend options that one backend defines, by keys that begin with its id and a dot; the
 *     others ignore them
 */
public record ClassifierOptions(GpuPolicy gpu, int threads, Map<String, String> backend) {
  /** More is a slip of the pen, and would take minutes and much memory to start. */
  public static final int MOST_THREADS = 1024;

  /** CPU, the backend's own thread count. */
  public static final ClassifierOptions DEFAULT = new ClassifierOptions(GpuPolicy.OFF, 0);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the thread count is negative or too large
   */
  public ClassifierOptions {
    Objects.requireNonNull(gpu, "gpu");
    backend = Map.copyOf(backend);
    if (threads < 0 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads must be 0 to " + MOST_THREADS + ", got " + threads);
    }
  }

  /**
   * Options that every backend understands.
   *
   * @param gpu as above
   * @param threads as above
   * @throws IllegalArgumentException if the thread count is negative or too large
   */
  public ClassifierOptions(GpuPolicy gpu, int threads) {
    this(gpu, threads, Map.of());
  }
}
