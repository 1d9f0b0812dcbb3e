package io.github.deepfer.opencv.io;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import java.util.Set;

/**
 * Decodes JPEG with OpenCV's libjpeg-turbo, to grey or BGR pixels on the heap. Thread-safe.
 *
 * <p>OpenCV itself refuses more than 2<sup>30</sup> pixels; the environment variable {@code
 * OPENCV_IO_MAX_IMAGE_PIXELS} raises that.
 */
public final class OpenCvImageDecoderProvider implements ImageDecoderProvider {
  private final OpenCvDecoding decoding = new OpenCvDecoding();

  /** For {@link java.util.ServiceLoader}. */
  public OpenCvImageDecoderProvider() {}

  @Override
  public String id() {
    return "opencv";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public Availability availability() {
    return Availability.AVAILABLE;
  }

  @Override
  public Set<String> formats() {
    return Set.of(JPEG);
  }

  @Override
  public Image decode(byte[] encoded) {
    return decoding.decode(encoded);
  }
}
