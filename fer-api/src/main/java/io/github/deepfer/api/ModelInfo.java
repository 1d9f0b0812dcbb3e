package io.github.deepfer.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which model file runs. Backends make it with {@link #builder}.
 *
 * @param id the model's id, for example {@code cnn}
 * @param version the model's own version
 * @param sha256 SHA-256 of the file as 64 lower-case hex digits
 * @param license the licence of the weights
 * @param head of a model with several outputs, the name of the one that answers, for example {@code
 *     balanced}; null for a model with one
 */
public record ModelInfo(
    String id, String version, String sha256, String license, @Nullable String head) {
  private static final String UNKNOWN = "unknown";

  /** Checks that nothing else is null. */
  public ModelInfo {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(license, "license");
  }

  /**
   * Starts the description of a model file that says nothing of itself and has one output.
   *
   * @param id the model's id
   * @param sha256 SHA-256 of the file as 64 lower-case hex digits
   * @return a builder
   * @throws NullPointerException if one is null
   */
  public static Builder builder(String id, String sha256) {
    return new Builder(Objects.requireNonNull(id, "id"), Objects.requireNonNull(sha256, "sha256"));
  }

  /** Describes a model file. Not thread-safe; no method takes null unless it says so. */
  public static final class Builder {
    private final String id;
    private final String sha256;
    private String version = UNKNOWN;
    private String license = UNKNOWN;
    private @Nullable String head;

    private Builder(String id, String sha256) {
      this.id = id;
      this.sha256 = sha256;
    }

    /**
     * Sets the model's own version.
     *
     * @param number {@code unknown} by default
     * @return this builder
     */
    public Builder version(String number) {
      version = Objects.requireNonNull(number, "number");
      return this;
    }

    /**
     * Sets the licence of the weights.
     *
     * @param name an SPDX id or what the file says; {@code unknown} by default
     * @return this builder
     */
    public Builder license(String name) {
      license = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets which of several outputs answers.
     *
     * @param name the output's name; null, the default, for a model with one
     * @return this builder
     */
    public Builder head(@Nullable String name) {
      head = name;
      return this;
    }

    /**
     * Makes the description.
     *
     * @return what was set so far
     */
    public ModelInfo build() {
      return new ModelInfo(id, version, sha256, license, head);
    }
  }
}
