package io.github.deepfer.ffmpeg;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.PixelFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Turns decoded frames into upright pictures of square pixels, in the colours that the ffmpeg
 * program shows: each frame says itself which range and matrix its values have. Where it does not,
 * FFmpeg's rule holds, which is limited range and BT.601 for YUV of any size. Not thread-safe.
 */
final class FrameConverter implements AutoCloseable {
  private static final int BYTES = 3;
  private static final String OLD_FULL_RANGE = "yuvj";

  private final SwsContext scaler = FFmpeg.allocated(swscale.sws_alloc_context());

  /** Of the last picture's size; kept, as the next mostly has it too. */
  private @Nullable AVFrame target;

  FrameConverter() {
    scaler.flags(swscale.SWS_BILINEAR | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INT);
  }

  /**
   * Converts a frame.
   *
   * @throws MediaException if its pixels are of a kind that FFmpeg does not convert
   */
  Image convert(AVFrame frame, Geometry geometry) {
    AVFrame to = target(geometry.stretchedWidth(), geometry.storedHeight());
    // Else FFmpeg would map colours of a wide gamut to those of a screen; the program does not.
    to.color_primaries(frame.color_primaries());
    to.color_trc(frame.color_trc());
    nameRange(frame);
    // The program converts fields together, and takes colours to lie between their pixels.
    frame.chroma_location(avutil.AVCHROMA_LOC_UNSPECIFIED);
    frame.flags(frame.flags() & ~AVFrame.AV_FRAME_FLAG_INTERLACED);
    int code = swscale.sws_scale_frame(scaler, to, frame);
    if (code < 0) {
      throw new MediaException("its pixels cannot be converted: " + FFmpeg.message(code));
    }
    byte[] stored = packed(to);
    byte[] upright = geometry.orientation().apply(stored, to.width(), to.height());
    return Image.wrap(upright, geometry.width(), geometry.height(), PixelFormat.BGR);
  }

  /** Old formats of JPEG name the range, and FFmpeg prints a warning for each. */
  private static void nameRange(AVFrame frame) {
    BytePointer name = avutil.av_get_pix_fmt_name(frame.format());
    if (name != null && name.getString().startsWith(OLD_FULL_RANGE)) {
      String rest = name.getString().substring(OLD_FULL_RANGE.length());
      frame.format(avutil.av_get_pix_fmt("yuv" + rest));
      frame.color_range(avutil.AVCOL_RANGE_JPEG);
    }
  }

  private AVFrame target(int width, int height) {
    if (target != null && target.width() == width && target.height() == height) {
      return target;
    }
    releaseTarget();
    AVFrame to = FFmpeg.allocated(avutil.av_frame_alloc());
    target = to;
    to.format(avutil.AV_PIX_FMT_BGR24);
    to.width(width);
    to.height(height);
    to.color_range(avutil.AVCOL_RANGE_JPEG);
    to.colorspace(avutil.AVCOL_SPC_RGB);
    if (avutil.av_frame_get_buffer(to, 0) < 0) {
      releaseTarget();
      throw new OutOfMemoryError("FFmpeg could not allocate " + width + "x" + height + " pixels");
    }
    return to;
  }

  private static byte[] packed(AVFrame frame) {
    int row = frame.width() * BYTES;
    int stride = frame.linesize(0);
    byte[] packed = new byte[row * frame.height()];
    BytePointer pixels = new BytePointer(frame.data(0));
    for (int y = 0; y < frame.height(); y++) {
      pixels.position((long) y * stride).get(packed, y * row, row);
    }
    return packed;
  }

  private void releaseTarget() {
    if (target != null) {
      avutil.av_frame_free(target);
      target = null;
    }
  }

  @Override
  public void close() {
    releaseTarget();
    swscale.sws_free_context(scaler);
  }
}
