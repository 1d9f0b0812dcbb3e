package io.github.deepfer.api.spi;

import io.github.deepfer.api.GpuPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a detector or a classifier shall run: what every backend understands, and what only some do.
 * Immutable.
 */
public final class BackendOptions {
  /** More is a typo, and would take minutes and much memory to start. */
  public static final int MAX_THREADS = 1024;

  /** CPU, and all else left to the backend. */
  public static final BackendOptions DEFAULT = builder().build();

  private final GpuPolicy gpu;
  private final int threads;
  private final int minFaceSize;
  private final @Nullable String head;
  private final Map<String, String> options;

  private BackendOptions(Builder builder) {
    gpu = builder.gpu;
    threads = builder.threads;
    minFaceSize = builder.minFaceSize;
    head = builder.head;
    options = Map.copyOf(builder.options);
  }

  /**
   * Starts with the values of {@link #DEFAULT}.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts with these values.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    return builder().gpu(gpu).threads(threads).minFaceSize(minFaceSize).head(head).options(options);
  }

  /**
   * Whether a GPU is used. What never runs on one, such as a detector without a model, ignores it.
   *
   * @return {@link GpuPolicy#OFF} unless set
   */
  public GpuPolicy gpu() {
    return gpu;
  }

  /**
   * How many threads compute one call, the calling one among them.
   *
   * @return 1 to {@value #MAX_THREADS}, or 0 to leave it to the backend
   */
  public int threads() {
    return threads;
  }

  /**
   * The narrowest box that a detector looks for. Classifiers ignore it.
   *
   * @return pixels of the picture, or 0 to leave it to the detector
   */
  public int minFaceSize() {
    return minFaceSize;
  }

  /**
   * Which output of a classifier with several is asked. Detectors ignore it.
   *
   * @return the output's name, or null for the one that the model names itself
   */
  public @Nullable String head() {
    return head;
  }

  /**
   * What one backend defines.
   *
   * @return values by keys that begin with the backend's id and a dot; backends ignore the keys of
   *     others and refuse those of their own that they do not know
   */
  public Map<String, String> options() {
    return options;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BackendOptions that
        && gpu == that.gpu
        && threads == that.threads
        && minFaceSize == that.minFaceSize
        && Objects.equals(head, that.head)
        && options.equals(that.options);
  }

  @Override
  public int hashCode() {
    return Objects.hash(gpu, threads, minFaceSize, head, options);
  }

  @Override
  public String toString() {
    return "BackendOptions[gpu="
        + gpu
        + ", threads="
        + threads
        + ", minFaceSize="
        + minFaceSize
        + ", head="
        + head
        + ", options="
        + options
        + "]";
  }

  /** Makes {@link BackendOptions}. Not thread-safe. */
  public static final class Builder {
    private GpuPolicy gpu = GpuPolicy.OFF;
    private int threads;
    private int minFaceSize;
    private @Nullable String head;
    private final Map<String, String> options = new HashMap<>();

    private Builder() {}

    /**
     * Sets whether a GPU is used.
     *
     * @param policy {@link GpuPolicy#OFF} unless set
     * @return this builder
     */
    public Builder gpu(GpuPolicy policy) {
      gpu = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets how many threads compute one call.
     *
     * @param count 0, the default, leaves it to the backend
     * @return this builder
     * @throws IllegalArgumentException if it is negative or above {@value #MAX_THREADS}
     */
    public Builder threads(int count) {
      if (count < 0 || count > MAX_THREADS) {
        throw new IllegalArgumentException(
            "threads must be 0 to " + MAX_THREADS + ", got " + count);
      }
      threads = count;
      return this;
    }

    /**
     * Sets the narrowest box that a detector looks for.
     *
     * @param pixels 0, the default, leaves it to the detector
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder minFaceSize(int pixels) {
      if (pixels < 0) {
        throw new IllegalArgumentException(
            "the smallest face size must be 0 or more pixels, got " + pixels);
      }
      minFaceSize = pixels;
      return this;
    }

    /**
     * Chooses an output of a classifier that has several.
     *
     * @param output its name; null, the default, for the one that the model names itself
     * @return this builder
     */
    public Builder head(@Nullable String output) {
      head = output;
      return this;
    }

    /**
     * Sets what one backend defines, such as {@code onnx.device}.
     *
     * @param key begins with the backend's id and a dot
     * @param value its value
     * @return this builder
     */
    public Builder option(String key, String value) {
      options.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Sets several of these at once.
     *
     * @param more values by key
     * @return this builder
     */
    public Builder options(Map<String, String> more) {
      more.forEach(this::option);
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     */
    public BackendOptions build() {
      return new BackendOptions(this);
    }
  }
}
