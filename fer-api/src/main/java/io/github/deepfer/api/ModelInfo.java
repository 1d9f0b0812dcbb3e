package io.github.deepfer.api;

import java.util.Objects;

/**
 * Which model file runs.
 *
 * @param id the model's id, for example {@code cnn}
 * @param version the model's own version
 * @param sha256 SHA-256 of the file as 64 lower-case hex digits
 * @param license the licence of the weights
 */
public record ModelInfo(String id, String version, String sha256, String license) {
  /** Checks that nothing is null. */
  public ModelInfo {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(license, "license");
  }
}
