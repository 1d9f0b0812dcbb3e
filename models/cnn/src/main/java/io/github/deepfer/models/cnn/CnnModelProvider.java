package io.github.deepfer.models.cnn;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;

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
    return 40;
  }

  @Override
  public Task task() {
    return Task.CLASSIFY;
  }

  @Override
  public Model model() {
    return Model.ofResource(id(), "onnx", CnnModelProvider.class, "cnn.onnx");
  }
}
