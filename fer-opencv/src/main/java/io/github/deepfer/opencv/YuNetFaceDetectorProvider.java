package io.github.deepfer.opencv;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Availability.Unavailable;
import io.github.deepfer.api.spi.DetectorOptions;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Opens {@link YuNetFaceDetector}s on the file that the system property {@value #MODEL_PROPERTY}
 * names. Available only where it names one, and then preferred to {@code haar}.
 */
public final class YuNetFaceDetectorProvider implements FaceDetectorProvider {
  /** The system property that names the model file. */
  public static final String MODEL_PROPERTY = "fer.yunet.model";

  /** For {@link java.util.ServiceLoader}. */
  public YuNetFaceDetectorProvider() {}

  @Override
  public String id() {
    return YuNetFaceDetector.ID;
  }

  @Override
  public int priority() {
    return 60;
  }

  @Override
  public Availability availability() {
    String file = System.getProperty(MODEL_PROPERTY);
    if (file == null) {
      return new Unavailable(
          "it needs a model file: set the system property "
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
    return YuNetFaceDetector.builder(Path.of(System.getProperty(MODEL_PROPERTY)))
        .minFaceSize(options.minFaceSize())
        .build();
  }

  private static boolean isFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
