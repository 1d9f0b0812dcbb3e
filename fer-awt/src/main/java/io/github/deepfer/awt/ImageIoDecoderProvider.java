package io.github.deepfer.awt;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import java.util.Objects;
import java.util.Set;

/**
 * Decodes JPEG with the JDK's codec, without natives beyond those of the JDK. Works without a
 * display, and neither changes what ImageIO has registered nor its settings. Thread-safe.
 */
public final class ImageIoDecoderProvider implements ImageDecoderProvider {
  private static final int PRIORITY = 40;

  /** For {@link java.util.ServiceLoader}. */
  public ImageIoDecoderProvider() {}

  @Override
  public String id() {
    return "imageio";
  }

  /** Below OpenCV's, which is faster. */
  @Override
  public int priority() {
    return PRIORITY;
  }

  @Override
  public Availability availability() {
    return ModuleLayer.boot().findModule("java.desktop").isPresent()
        ? Availability.AVAILABLE
        : new Availability.Unavailable("this Java runtime has no module java.desktop");
  }

  @Override
  public Set<String> formats() {
    return Set.of(JPEG);
  }

  @Override
  public Image decode(byte[] encoded) {
    return JpegDecoding.decode(Objects.requireNonNull(encoded, "encoded"));
  }
}
