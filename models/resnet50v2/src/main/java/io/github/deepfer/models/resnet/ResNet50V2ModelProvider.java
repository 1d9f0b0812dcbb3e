package io.github.deepfer.models.resnet;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;

/** Brings the model {@code resnet50v2}. */
public final class ResNet50V2ModelProvider implements ModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ResNet50V2ModelProvider() {}

  @Override
  public String id() {
    return "resnet50v2";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Task task() {
    return Task.CLASSIFY;
  }

  @Override
  public Model model() {
    return Model.ofResource(id(), "onnx", ResNet50V2ModelProvider.class, "resnet50v2.onnx");
  }
}
