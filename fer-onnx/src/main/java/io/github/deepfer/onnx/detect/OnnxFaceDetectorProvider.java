package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Availability.Unavailable;
import io.github.deepfer.api.spi.DetectorOptions;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.api.spi.Model;
import io.github.deepfer.api.spi.ModelCache;
import io.github.deepfer.onnx.runtime.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs face detectors of format {@code onnx} on the CPU: YuNet of the OpenCV zoo and UltraFace,
 * which it tells apart by their graphs. The file is the user's: the one of {@link
 * DetectorOptions#model()}, else the one that the system property {@value #MODEL_PROPERTY} names,
 * else one that lies in the {@link ModelCache}, YuNet before UltraFace. Faces of a score below 0.7
 * are left out. Thread-safe.
 */
public final class OnnxFaceDetectorProvider implements FaceDetectorProvider {
  /** The system property that names the model file. */
  public static final String MODEL_PROPERTY = "fer.detector.model";

  /** By the names that their publishers gave them. */
  private static final List<String> CACHED =
      List.of(
          "face_detection_yunet_2026may.onnx",
          "face_detection_yunet_2023mar.onnx",
          "version-RFB-320.onnx");

  private static final int NAMED_PRIORITY = 70;
  private static final int UNNAMED_PRIORITY = 30;

  /** For {@link java.util.ServiceLoader}. */
  public OnnxFaceDetectorProvider() {}

  @Override
  public String id() {
    return OnnxFaceDetector.ID;
  }

  /** Above all others of DeepFER if a file is named, for it was named to be used. */
  @Override
  public int priority() {
    return System.getProperty(MODEL_PROPERTY) != null ? NAMED_PRIORITY : UNNAMED_PRIORITY;
  }

  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public Availability availability() {
    if (NativeLibrary.availability() instanceof Unavailable unavailable) {
      return unavailable;
    }
    String file = System.getProperty(MODEL_PROPERTY);
    if (file != null && !isFile(file)) {
      return new Unavailable(
          "the system property " + MODEL_PROPERTY + " is " + file + ", which is not a file");
    }
    return file != null || cached().isPresent()
        ? Availability.AVAILABLE
        : new Unavailable(
            "it needs a model file, of YuNet or UltraFace: hand it over with"
                + " PipelineBuilder.detector, name it in the system property "
                + MODEL_PROPERTY
                + ", or fetch one with `fer models pull ultraface`");
  }

  /**
   * {@inheritDoc}
   *
   * <p>Looks through the file before ONNX Runtime gets it, recognises the net and tries it on one
   * picture. One thread per processor, at most four, compute a call.
   */
  @Override
  public FaceDetector open(DetectorOptions options) {
    Model model = options.model() != null ? options.model() : named();
    return OnnxFaceDetector.open(model, options.minFaceSize());
  }

  private Model named() {
    if (availability() instanceof Unavailable unavailable) {
      throw new ProviderException("detector " + id() + " cannot run: " + unavailable.reason());
    }
    String file = System.getProperty(MODEL_PROPERTY);
    return Model.ofFile(file != null ? Path.of(file) : cached().orElseThrow());
  }

  private static Optional<Path> cached() {
    return CACHED.stream().flatMap(name -> ModelCache.find(name).stream()).findFirst();
  }

  private static boolean isFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
