package io.github.deepfer.models.face;

import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Model;
import io.github.deepfer.api.spi.ModelProvider;

/** Brings the net of the face detector {@code face}. */
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
  public Availability availability() {
    return Availability.AVAILABLE;
  }

  @Override
  public Model model() {
    return Model.ofResource(id(), "onnx", FaceModelProvider.class, "face.onnx");
  }
}
