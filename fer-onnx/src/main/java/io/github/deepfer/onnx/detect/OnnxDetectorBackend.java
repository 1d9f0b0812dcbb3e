package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.DetectorBackend;
import io.github.deepfer.onnx.runtime.NativeLibrary;
import java.util.Objects;

/**
 * Runs face detectors of format {@code onnx}: YuNet of the OpenCV zoo and UltraFace, which it tells
 * apart by their graphs. Faces of a score below 0.7 are left out. Thread-safe.
 */
public final class OnnxDetectorBackend implements DetectorBackend {
  /** For {@link java.util.ServiceLoader}. */
  public OnnxDetectorBackend() {}

  @Override
  public String id() {
    return "onnx";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public String format() {
    return "onnx";
  }

  /** Looks whether ONNX Runtime and its library for this platform are there, without loading it. */
  @Override
  public Availability availability() {
    return NativeLibrary.availability();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Verifies the pinned SHA-256, looks through the file before ONNX Runtime gets it, recognises
   * the net and tries it on one picture. No more threads than {@link BackendOptions#threads()}
   * compute one call, the calling thread among them; 0 stands for one per processor, at most four.
   * {@link BackendOptions#options()} may have what {@link
   * io.github.deepfer.onnx.classify.OnnxClassifierBackend#open} lists; {@code onnx.warm-up} is of
   * no use here.
   */
  @Override
  public FaceDetector open(Model model, BackendOptions options) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(options, "options");
    return OnnxFaceDetector.open(model, options);
  }
}
