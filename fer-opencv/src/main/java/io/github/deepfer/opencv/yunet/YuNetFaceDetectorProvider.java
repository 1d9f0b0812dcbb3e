package io.github.deepfer.opencv.yunet;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Availability.Unavailable;
import io.github.deepfer.api.spi.DetectorOptions;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.api.spi.ModelCache;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Opens {@link YuNetFaceDetector}s on the file that the system property {@value #MODEL_PROPERTY}
 * names, and then is preferred to {@code haar}; else on a release that lies in the {@link
 * ModelCache}, but only if it is asked for: what somebody once fetched must not change what
 * programs find by default.
 */
public final class YuNetFaceDetectorProvider implements FaceDetectorProvider {
  /** The system property that names the model file. */
  public static final String MODEL_PROPERTY = "fer.yunet.model";

  private static final int NAMED_PRIORITY = 60;

  /** Below that of haar. */
  private static final int CACHED_PRIORITY = 40;

  /** For {@link java.util.ServiceLoader}. */
  public YuNetFaceDetectorProvider() {}

  @Override
  public String id() {
    return YuNetFaceDetector.ID;
  }

  @Override
  public int priority() {
    return System.getProperty(MODEL_PROPERTY) != null ? NAMED_PRIORITY : CACHED_PRIORITY;
  }

  @Override
  public Availability availability() {
    String file = System.getProperty(MODEL_PROPERTY);
    if (file == null) {
      return YuNetModel.cached().isPresent()
          ? Availability.AVAILABLE
          : new Unavailable(
              "it needs a model file: fetch one with `fer models pull yunet`, or set the system"
                  + " property "
                  + MODEL_PROPERTY
                  + " to a face_detection_yunet_*.onnx of the OpenCV zoo"
                  + " (https://github.com/opencv/opencv_zoo)");
    }
    if (!isFile(file)) {
      return new Unavailable(
          "the system property "
              + MODEL_PROPERTY
              + " is "
              + file
              + ", which is not a file; name a face_detection_yunet_*.onnx");
    }
    return Availability.AVAILABLE;
  }

  @Override
  public FaceDetector open(DetectorOptions options) {
    if (availability() instanceof Unavailable unavailable) {
      throw new ProviderException("detector " + id() + " cannot run: " + unavailable.reason());
    }
    String named = System.getProperty(MODEL_PROPERTY);
    Path file = named != null ? Path.of(named) : YuNetModel.cached().orElseThrow();
    return YuNetFaceDetector.builder(file).minFaceSize(options.minFaceSize()).build();
  }

  private static boolean isFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
