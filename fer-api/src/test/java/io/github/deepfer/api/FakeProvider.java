package io.github.deepfer.api;

import io.github.deepfer.api.spi.Provider;

/**
 * What fakes of every kind have in common: a name, a place in the order, and that they are there.
 */
public abstract class FakeProvider implements Provider {
  private final String id;
  private final int priority;

  protected FakeProvider(String id, int priority) {
    this.id = id;
    this.priority = priority;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public Availability availability() {
    return Availability.AVAILABLE;
  }
}
