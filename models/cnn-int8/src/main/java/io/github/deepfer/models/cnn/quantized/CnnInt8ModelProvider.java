package io.github.deepfer.models.cnn.quantized;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;

/** Brings the model {@code cnn-int8}. */
public final class CnnInt8ModelProvider implements ModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public CnnInt8ModelProvider() {}

  @Override
  public String id() {
    return "cnn-int8";
  }

  @Override
  public int priority() {
    return 20;
  }

  @Override
  public Task task() {
    return Task.CLASSIFY;
  }

  @Override
  public Model model() {
    return Model.ofResource(id(), "onnx", CnnInt8ModelProvider.class, "cnn-int8.onnx");
  }
}
