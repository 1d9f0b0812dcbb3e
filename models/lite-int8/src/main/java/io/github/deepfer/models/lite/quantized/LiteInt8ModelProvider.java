package io.github.deepfer.models.lite.quantized;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;

/** Brings the model {@code lite-int8}. */
public final class LiteInt8ModelProvider implements ModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public LiteInt8ModelProvider() {}

  @Override
  public String id() {
    return "lite-int8";
  }

  @Override
  public int priority() {
    return 30;
  }

  @Override
  public Task task() {
    return Task.CLASSIFY;
  }

  @Override
  public Model model() {
    return Model.ofResource(id(), "onnx", LiteInt8ModelProvider.class, "lite-int8.onnx");
  }
}
