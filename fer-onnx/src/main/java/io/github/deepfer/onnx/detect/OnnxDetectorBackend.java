package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.DetectorBackend;
import io.github.deepfer.onnx.runtime.NativeLibrary;
import java.util.Objects;

/**
 * Runs face detectors of format {@code onnx}: YuNet of the OpenCV zoo, nets with its outputs, and
 * UltraFace, which it tells apart by their graphs. A file that describes itself under {@code fer.}
 * says which scores are left out and how its boxes sit on a face; of others, scores below 0.7 are.
 * Thread-safe.
 *
 * <p>YuNet and nets with its outputs search a picture at the size at which the smallest face that
 * is looked for is 16 pixels wide; of faces of 16 to 20 pixels they find three in four and more, of
 * narrower ones fewer. Without {@link BackendOptions#minFaceSize()} these are faces of 24 pixels in
 * pictures of up to 1280 pixels, of a 53rd of the longer side in larger ones, and in smaller ones
 * narrower faces, as long as the input stays below 134,400 pixels: 16 pixels at 420x320 and below.
 * Time grows with the pixels that are searched: half the {@code minFaceSize} takes four times as
 * long. A {@code minFaceSize} below 16 enlarges the picture, at most twice; no picture is searched
 * at more than 4 million pixels. UltraFace has one size for all pictures.
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
   * the net and tries it on its self-test, or on one picture if it has none. No more threads than
   * {@link BackendOptions#threads()} compute one call, the calling thread among them; 0 stands for
   * one per processor, at most four. {@link BackendOptions#options()} may have what {@link
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
