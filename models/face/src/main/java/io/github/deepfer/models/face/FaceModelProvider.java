package io.github.deepfer.models.face;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;

/** Brings the face detector {@code face}. */
public final class FaceModelProvider implements ModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public FaceModelProvider() {}

  @Override
  public String id() {
    return "face";
  }

  @Override
  public int priority() {
    return 60;
  }

  @Override
  public Task task() {
    return Task.DETECT;
  }

  @Override
  public Model model() {
    return Model.ofResource(id(), "onnx", FaceModelProvider.class, "face.onnx");
  }
}
