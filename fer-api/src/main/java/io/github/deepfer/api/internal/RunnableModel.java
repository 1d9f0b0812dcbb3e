package io.github.deepfer.api.internal;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Availability.Unavailable;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Provider;

/**
 * A model that can be chosen: it runs here if it is there and a backend of its format can run.
 *
 * @param provider brings the model
 * @param backends what could run it
 */
record RunnableModel(ModelProvider provider, Backends<?> backends) implements Provider {
  @Override
  public String id() {
    return provider.id();
  }

  @Override
  public int priority() {
    return provider.priority();
  }

  @Override
  public Availability availability() {
    Availability ofTheModel = provider.availability();
    if (ofTheModel instanceof Unavailable) {
      return ofTheModel;
    }
    try {
      return backends.availability(provider.model());
    } catch (ModelException e) {
      return new Unavailable("it cannot be read: " + e.getMessage());
    }
  }
}
