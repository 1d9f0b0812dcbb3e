package io.github.deepfer.api;

import io.github.deepfer.api.spi.Availability;

/**
 * A provider that was found, and whether it can run.
 *
 * @param kind what it provides: {@code detector}, {@code classifier}, {@code classifier-backend} or
 *     {@code image-decoder}
 * @param id its id; {@code (broken)} for one that could not be created
 * @param priority its priority
 * @param availability whether it can run, or why not
 */
public record ProviderStatus(String kind, String id, int priority, Availability availability) {}
