package io.github.deepfer.api;

import java.util.Objects;

/**
 * A provider that was found, and whether it can run.
 *
 * @param kind what it provides
 * @param id its id; {@code (broken)} for one that could not be created
 * @param priority its priority
 * @param availability whether it can run, or why not
 */
public record ProviderStatus(
    ProviderKind kind, String id, int priority, Availability availability) {
  /** Checks that nothing is null. */
  public ProviderStatus {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(availability, "availability");
  }
}
