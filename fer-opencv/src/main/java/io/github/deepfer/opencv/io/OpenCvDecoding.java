package io.github.deepfer.opencv.io;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.support.StatePool;
import io.github.deepfer.opencv.core.OpenCv;
import io.github.deepfer.opencv.mat.Mats;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decodes with OpenCV's own codecs. Thread-safe. */
final class OpenCvDecoding {
  /**
   * Memory to decode into. The system gives fresh pages for each large picture, which takes almost
   * as long as to decode it. JavaCPP releases them when this is collected.
   */
  private final StatePool<Mat> targets = new StatePool<>(Mat::new, Mat::close);

  Image decode(byte[] encoded) {
    Objects.requireNonNull(encoded, "encoded");
    OpenCv.load();
    return targets.call(target -> decode(encoded, target));
  }

  private static Image decode(byte[] encoded, Mat target) {
    try (BytePointer bytes = new BytePointer(encoded);
        Mat file = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes);
        Mat decoded = opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_UNCHANGED, target)) {
      if (decoded.empty()) {
        throw new ImageException(
            "is damaged: OpenCV " + OpenCv.version() + " cannot decode its data; save it again");
      }
      return Mats.toImage(decoded);
    } catch (ImageException e) {
      throw e;
    } catch (RuntimeException e) {
      // How JavaCPP passes on a cv::Exception.
      throw new ImageException("is damaged: OpenCV says " + e.getMessage(), e);
    } finally {
      Mats.releaseIfLarge(target);
    }
  }
}
