package io.github.deepfer.models.cnn;

import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Model;
import io.github.deepfer.api.spi.ModelProvider;

/** Brings the model {@code cnn}. */
public final class CnnModelProvider implements ModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public CnnModelProvider() {}

  @Override
  public String id() {
    return "cnn";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public Availability availability() {
    return Availability.AVAILABLE;
  }

  @Override
  public Model model() {
    return Model.ofResource(id(), "onnx", CnnModelProvider.class, "cnn.onnx");
  }
}
