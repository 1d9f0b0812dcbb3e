package io.github.deepfer.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.ProviderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to an mp4 file: H.264 where this build of FFmpeg can, MPEG-4 Part 2 elsewhere. An
 * odd last row or column is left out, since the pixels are stored as 4:2:0; pictures of another
 * size than the video's are stretched to it, as the ffmpeg program does. Until it is closed the
 * file is made of fragments of two seconds, so that all but the last can be played even if the
 * process is killed; close makes an ordinary mp4 of it.
 *
 * <p>Where writing fails, as on a full disk, the file ends with the last fragment that was written
 * whole, and the writer writes no more. Not thread-safe.
 */
public final class VideoWriter implements AutoCloseable {
  /** The smallest width and height of a video in pixels; OpenH264 takes no smaller one. */
  public static final int MIN_SIDE = 16;

  private static final int TICKS_PER_SECOND = 90_000;
  private static final double BITS_PER_PIXEL = 0.15;

  private final Path file;
  private final int width;
  private final int height;
  private final double frameRate;
  private final AVFormatContext format;
  private final AVCodecContext encoder;
  private final AVStream stream;
  private final AVPacket packet;
  private final AVFrame frame;
  private @Nullable SwsContext scaler;
  private long lastTicks = -1;
  private @Nullable String failure;
  private boolean closed;

  private VideoWriter(
      Path file,
      int width,
      int height,
      double frameRate,
      AVFormatContext format,
      AVCodecContext encoder,
      AVStream stream) {
    this.file = file;
    this.width = width;
    this.height = height;
    this.frameRate = frameRate;
    this.format = format;
    this.encoder = encoder;
    this.stream = stream;
    this.packet = FFmpeg.allocated(avcodec.av_packet_alloc());
    this.frame = FFmpeg.allocated(avutil.av_frame_alloc());
  }

  /**
   * Starts a file; one of this name is overwritten.
   *
   * @param file the file to write, an mp4 whatever its name
   * @param width width of each frame in pixels, at least {@value #MIN_SIDE}
   * @param height height of each frame in pixels, at least {@value #MIN_SIDE}
   * @param frameRate frames per second that are to be expected, above 0
   * @return the writer, to be closed by the caller
   * @throws IllegalArgumentException if a size or the rate is too small
   * @throws MediaException if the file cannot be written; none is left then unless there was one
   * @throws ProviderException if FFmpeg's libraries are missing
   * @throws NullPointerException if the file is null
   */
  public static VideoWriter open(Path file, int width, int height, double frameRate) {
    Objects.requireNonNull(file, "file");
    if (Math.min(width, height) < MIN_SIDE || !(frameRate > 0)) {
      throw new IllegalArgumentException(
          "a video needs at least "
              + (MIN_SIDE + "x" + MIN_SIDE)
              + " pixels and a frame rate above 0, got "
              + (width + "x" + height + " at " + frameRate));
    }
    FFmpeg.load();
    boolean isNew = Files.notExists(file);
    AVFormatContext format = new AVFormatContext(null);
    AVCodecContext encoder = null;
    try {
      check(
          file,
          avformat.avformat_alloc_output_context2(
              format, (AVOutputFormat) null, "mp4", file.toString()));
      FFmpeg.silence(format);
      encoder = encoder(file, width & ~1, height & ~1, frameRate);
      AVStream stream = FFmpeg.allocated(avformat.avformat_new_stream(format, null));
      stream.time_base(encoder.time_base());
      check(file, avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder));
      AVIOContext io = new AVIOContext(null);
      check(file, avformat.avio_open(io, "file:" + file, avformat.AVIO_FLAG_WRITE));
      format.pb(io);
      // What is written must not die with the process.
      format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS);
      writeHeader(file, format);
      VideoWriter writer = new VideoWriter(file, width, height, frameRate, format, encoder, stream);
      writer.prepareFrame();
      return writer;
    } catch (RuntimeException | Error e) {
      release(format, encoder);
      if (isNew) {
        deleteRemains(file, e);
      }
      throw e;
    }
  }

  private static void deleteRemains(Path file, Throwable failure) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void prepareFrame() {
    frame.format(AV_PIX_FMT_YUV420P);
    frame.width(encoder.width());
    frame.height(encoder.height());
    if (avutil.av_frame_get_buffer(frame, 0) < 0) {
      avutil.av_frame_free(frame);
      avcodec.av_packet_free(packet);
      throw new OutOfMemoryError("FFmpeg could not allocate a frame of " + width + "x" + height);
    }
  }

  private static void writeHeader(Path file, AVFormatContext format) {
    AVDictionary options = new AVDictionary(null);
    try {
      check(file, avutil.av_dict_set(options, "movflags", "+frag_keyframe+hybrid_fragmented", 0));
      check(file, avformat.avformat_write_header(format, options));
    } finally {
      avutil.av_dict_free(options);
    }
  }

  private static AVCodecContext encoder(Path file, int width, int height, double frameRate) {
    int failure = avutil.AVERROR_INVALIDDATA();
    for (String name : new String[] {"libopenh264", "mpeg4"}) {
      AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
      if (codec == null || codec.isNull()) {
        continue;
      }
      AVCodecContext encoder = FFmpeg.allocated(avcodec.avcodec_alloc_context3(codec));
      FFmpeg.silence(encoder);
      AVRational rate = avutil.av_d2q(frameRate, 100_000);
      encoder
          .width(width)
          .height(height)
          .pix_fmt(AV_PIX_FMT_YUV420P)
          // What swscale makes of RGB; players take large videos for BT.709 unless it is said.
          .color_range(avutil.AVCOL_RANGE_MPEG)
          .colorspace(avutil.AVCOL_SPC_SMPTE170M)
          .framerate(rate)
          .time_base(
              "mpeg4".equals(name)
                  ? avutil.av_make_q(1, 30_000)
                  : avutil.av_make_q(1, TICKS_PER_SECOND))
          .gop_size((int) Math.max(1, Math.round(2 * frameRate)))
          .max_b_frames(0)
          .bit_rate(Math.max(200_000, Math.round(BITS_PER_PIXEL * width * height * frameRate)))
          .flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
      failure = avcodec.avcodec_open2(encoder, codec, (AVDictionary) null);
      if (failure >= 0) {
        return encoder;
      }
      avcodec.avcodec_free_context(encoder);
    }
    throw new MediaException(
        file
            + " cannot be encoded as H.264 or MPEG-4 at "
            + (width + "x" + height + ": ")
            + FFmpeg.message(failure));
  }

  /**
   * Adds a frame.
   *
   * @param image the picture
   * @param time its time since the video's start, later than that of the frame before
   * @throws MediaException if the file cannot be written, for example on a full disk; further
   *     frames are refused then
   * @throws IllegalStateException after close
   * @throws NullPointerException if an argument is null
   */
  public void write(Image image, Duration time) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(time, "time");
    if (closed) {
      throw new IllegalStateException("the writer of " + file + " is closed");
    }
    if (failure != null) {
      throw new MediaException(failure);
    }
    try {
      add(image, time);
    } catch (MediaException e) {
      failure = e.getMessage();
      throw e;
    }
  }

  private void add(Image image, Duration time) {
    check(file, avutil.av_frame_make_writable(frame));
    fill(image);
    AVRational base = encoder.time_base();
    long ticks = Math.round(time.toNanos() / 1e9 * base.den() / base.num());
    lastTicks = Math.max(lastTicks + 1, ticks);
    frame.pts(lastTicks);
    encode(frame);
  }

  private void fill(Image image) {
    boolean sameSize = image.width() == width && image.height() == height;
    int rows = sameSize ? encoder.height() : image.height();
    scaler =
        swscale.sws_getCachedContext(
            scaler,
            sameSize ? encoder.width() : image.width(),
            rows,
            pixelFormat(image.format()),
            encoder.width(),
            encoder.height(),
            AV_PIX_FMT_YUV420P,
            swscale.SWS_BILINEAR,
            (SwsFilter) null,
            (SwsFilter) null,
            (DoublePointer) null);
    if (scaler == null || scaler.isNull()) {
      throw new MediaException(
          "a picture of "
              + (image.width() + "x" + image.height())
              + " cannot be stretched to the size of "
              + (file + ", " + width + "x" + height));
    }
    ByteBuffer source = image.pixels();
    // FFmpeg reads past the end of the last row in steps of its vectors.
    try (BytePointer pixels = new BytePointer((long) image.stride() * image.height() + 64);
        PointerPointer<BytePointer> planes = new PointerPointer<>(4);
        IntPointer strides = new IntPointer(image.stride(), 0, 0, 0)) {
      pixels.asByteBuffer().put(source);
      planes.put(0, pixels);
      check(
          file,
          swscale.sws_scale(scaler, planes, strides, 0, rows, frame.data(), frame.linesize()));
    }
  }

  private static int pixelFormat(PixelFormat format) {
    return switch (format) {
      case GRAY -> avutil.AV_PIX_FMT_GRAY8;
      case RGB -> avutil.AV_PIX_FMT_RGB24;
      case BGR -> avutil.AV_PIX_FMT_BGR24;
      case RGBA -> avutil.AV_PIX_FMT_RGB0;
      case BGRA -> avutil.AV_PIX_FMT_BGR0;
    };
  }

  private void encode(@Nullable AVFrame next) {
    check(file, avcodec.avcodec_send_frame(encoder, next));
    while (true) {
      int code = avcodec.avcodec_receive_packet(encoder, packet);
      if (code == avutil.AVERROR_EAGAIN() || code == avutil.AVERROR_EOF()) {
        return;
      }
      check(file, code);
      // Without a duration the last frame lies outside the mp4's edit list and is lost.
      AVRational base = encoder.time_base();
      packet.duration(Math.round((double) base.den() / base.num() / frameRate));
      avcodec.av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      packet.stream_index(stream.index());
      check(file, avformat.av_interleaved_write_frame(format, packet));
    }
  }

  /**
   * Writes what is left and the index, unless writing has failed already. Further calls do nothing.
   *
   * @throws MediaException if the file cannot be written; it can then be played up to its last
   *     fragment
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    int code = 0;
    try {
      if (failure == null) {
        encode(null);
        check(file, avformat.av_write_trailer(format));
      }
    } finally {
      if (scaler != null) {
        swscale.sws_freeContext(scaler);
      }
      avutil.av_frame_free(frame);
      avcodec.av_packet_free(packet);
      code = release(format, encoder);
    }
    if (failure == null) {
      check(file, code);
    }
  }

  /** Frees what there is; returns FFmpeg's code for writing out what was still held back. */
  private static int release(AVFormatContext format, @Nullable AVCodecContext encoder) {
    if (encoder != null) {
      avcodec.avcodec_free_context(encoder);
    }
    int code = 0;
    if (!format.isNull()) {
      if (format.pb() != null) {
        code = avformat.avio_closep(format.pb());
      }
      avformat.avformat_free_context(format);
    }
    return code;
  }

  private static void check(Path file, int code) {
    if (code < 0) {
      throw new MediaException(unwritable(file, code));
    }
  }

  private static String unwritable(Path file, int code) {
    return file
        + (" cannot be written: " + FFmpeg.message(code))
        + "; check that its directory exists, may be written, and has room";
  }
}
