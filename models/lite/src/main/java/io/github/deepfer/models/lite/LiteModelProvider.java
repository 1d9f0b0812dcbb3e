package io.github.deepfer.models.lite;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;

/** Brings the model {@code lite}. */
public final class LiteModelProvider implements ModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public LiteModelProvider() {}

  @Override
  public String id() {
    return "lite";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public Task task() {
    return Task.CLASSIFY;
  }

  @Override
  public Model model() {
    return Model.ofResource(id(), "onnx", LiteModelProvider.class, "lite.onnx");
  }
}
