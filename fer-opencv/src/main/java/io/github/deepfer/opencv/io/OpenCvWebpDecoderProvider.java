package io.github.deepfer.opencv.io;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import java.util.Set;

/**
 * Decodes WebP with OpenCV's libwebp, where nothing else does: of damaged files OpenCV writes to
 * the process's stderr, unless the environment variable {@code OPENCV_LOG_LEVEL} is {@code SILENT}.
 * Thread-safe.
 */
public final class OpenCvWebpDecoderProvider implements ImageDecoderProvider {
  /** For {@link java.util.ServiceLoader}. */
  public OpenCvWebpDecoderProvider() {}

  @Override
  public String id() {
    return "opencv-webp";
  }

  /** Below that of fer-awt, which is quiet and has no native code for strangers' bytes. */
  @Override
  public int priority() {
    return 30;
  }

  @Override
  public Availability availability() {
    return Availability.AVAILABLE;
  }

  @Override
  public Set<String> formats() {
    return Set.of(WEBP);
  }

  @Override
  public Image decode(byte[] encoded) {
    return OpenCvDecoding.decode(encoded);
  }
}
