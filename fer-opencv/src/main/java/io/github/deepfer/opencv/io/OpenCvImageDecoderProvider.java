package io.github.deepfer.opencv.io;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.opencv.core.OpenCv;
import io.github.deepfer.opencv.mat.Mats;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes JPEG, PNG, GIF, BMP and WebP with OpenCV's own codecs, to grey or BGR pixels on the heap.
 * 16-bit samples are divided by 257 and rounded, which maps both ends of the scale exactly.
 * Thread-safe.
 *
 * <p>OpenCV itself refuses more than 2<sup>30</sup> pixels; the environment variable {@code
 * OPENCV_IO_MAX_IMAGE_PIXELS} raises that.
 */
public final class OpenCvImageDecoderProvider implements ImageDecoderProvider {
  private static final double SIXTEEN_TO_EIGHT_BITS = 1 / 257.0;

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
  public Image decode(byte[] encoded) {
    OpenCv.load();
    try (BytePointer bytes = new BytePointer(encoded);
        Mat file = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes);
        Mat decoded = opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_UNCHANGED)) {
      if (decoded.empty()) {
        throw new ImageException(
            "is damaged: OpenCV " + OpenCv.version() + " cannot decode its data; save it again");
      }
      if (decoded.depth() == opencv_core.CV_16U) {
        decoded.convertTo(decoded, opencv_core.CV_8U, SIXTEEN_TO_EIGHT_BITS, 0);
      }
      Image image = Mats.toImage(decoded);
      return image.format() == PixelFormat.BGRA ? overWhite(image) : image;
    } catch (ImageException e) {
      throw e;
    } catch (RuntimeException e) {
      // How JavaCPP passes on a cv::Exception.
      throw new ImageException("is damaged: OpenCV says " + e.getMessage(), e);
    }
  }

  private static Image overWhite(Image image) {
    ByteBuffer source = image.pixels();
    byte[] target = new byte[image.width() * image.height() * 3];
    for (int to = 0, from = 0; to < target.length; from += 4) {
      int alpha = source.get(from + 3) & 0xFF;
      int white = 255 * (255 - alpha) + 127;
      for (int i = 0; i < 3; i++) {
        target[to++] = (byte) (((source.get(from + i) & 0xFF) * alpha + white) / 255);
      }
    }
    return Image.wrap(target, image.width(), image.height(), PixelFormat.BGR);
  }
}
