package io.github.deepfer.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which model file runs.
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
  /** Checks that nothing else is null. */
  public ModelInfo {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(license, "license");
  }

  /**
   * A model with one output.
   *
   * @param id as above
   * @param version as above
   * @param sha256 as above
   * @param license as above
   */
  public ModelInfo(String id, String version, String sha256, String license) {
    this(id, version, sha256, license, null);
  }
}
