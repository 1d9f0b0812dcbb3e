package io.github.deepfer.api;

/**
 * Which model file runs.
 *
 * @param id the model's id, for example {@code cnn}
 * @param version the model's own version
 * @param sha256 SHA-256 of the file as 64 lower-case hex digits
 * @param license the licence of the weights
 */
public record ModelInfo(String id, String version, String sha256, String license) {}
