package io.github.deepfer.ffmpeg;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.MediaException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * How large the frames of a file may be.
 *
 * @param file named in messages
 * @param max pixels of a frame
 */
record PixelLimit(Path file, long max) {
  static PixelLimit of(Path file, ImageLimits limits) {
    // Three bytes of each must fit into an array.
    return new PixelLimit(file, Math.min(limits.maxPixels(), Integer.MAX_VALUE / 4));
  }

  /** For FFmpeg, whose codecs round sizes up to their blocks before they compare them. */
  long maxCoded() {
    return max + max / 8 + (1 << 16);
  }

  /** Checks a size that a file claims for a stream, if it does. */
  void checkClaim(AVCodecParameters claimed) {
    if (claimed.codec_type() == avutil.AVMEDIA_TYPE_VIDEO
        && claimed.width() > 0
        && claimed.height() > 0) {
      check(claimed.width(), claimed.height());
    }
  }

  /**
   * Checks a size, as stored or in square pixels.
   *
   * @throws MediaException if there is no pixel
   * @throws ImageTooLargeException if there are too many
   */
  void check(long width, long height) {
    if (width < 1 || height < 1) {
      throw new MediaException(file + " has no frame that can be decoded; it is damaged");
    }
    if (width * height > max) {
      throw new ImageTooLargeException(
          file
              + (" has frames of " + width + "x" + height + " pixels, at most ")
              + (max + " are allowed; raise ImageLimits.maxPixels"));
    }
  }
}
