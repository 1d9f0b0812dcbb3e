package io.github.deepfer.store;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A published model file, pinned by its hash.
 *
 * @param id what it is chosen by, as the detector or classifier that runs it
 * @param file its name in the cache
 * @param version the publisher's version
 * @param url where the publisher has it, http or https
 * @param sha256 64 lower-case hex digits
 * @param size in bytes, at least 1
 * @param license an SPDX identifier
 * @param description one line for people
 */
public record KnownModel(
    String id,
    String file,
    String version,
    URI url,
    String sha256,
    long size,
    String license,
    String description) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** No separators and no leading dot: a catalogue cannot name a place outside the cache. */
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the file is more than a plain name, the address is not http
   *     or https, the hash is none, or the size is below 1
   */
  public KnownModel {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(license, "license");
    Objects.requireNonNull(description, "description");
    if (!FILE.matcher(file).matches()) {
      throw new IllegalArgumentException(
          "the file of model " + id + " must be a plain name, got " + file);
    }
    checkHttp(url);
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "the SHA-256 of model " + id + " must be 64 lower-case hex digits, got " + sha256);
    }
    if (size < 1) {
      throw new IllegalArgumentException(
          "the size of model " + id + " must be at least 1 byte, got " + size);
    }
  }

  static void checkHttp(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http")) || url.getHost() == null) {
      throw new IllegalArgumentException("expected an http or https address, got " + url);
    }
  }
}
