package io.github.deepfer.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
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
 * Reads the frames of a video file, one at a time, upright: the rotation that phones store is
 * applied. Holds a few frames of memory however long the film is. Not thread-safe.
 *
 * <p>A film that is damaged or cut short gives the frames up to there; then {@link #next()} throws
 * an {@link ImageException} that names the position.
 */
public final class VideoReader implements FrameSource {
  private static final Duration DEFAULT_FRAME = Duration.ofMillis(40);

  private final Path file;
  private final ImageLimits limits;
  private final AVFormatContext format;
  private final AVStream stream;
  private final AVCodecContext decoder;
  private final AVPacket packet;
  private final AVFrame frame;
  private final int quarterTurns;
  private @Nullable SwsContext scaler;
  private long index;
  private long startTicks = AV_NOPTS_VALUE;
  private Duration last = Duration.ZERO;
  private boolean drained;
  private boolean closed;
  private @Nullable ImageException damage;

  private VideoReader(
      Path file,
      ImageLimits limits,
      AVFormatContext format,
      AVStream stream,
      AVCodecContext decoder) {
    this.file = file;
    this.limits = limits;
    this.format = format;
    this.stream = stream;
    this.decoder = decoder;
    this.quarterTurns = quarterTurns(stream);
    this.packet = avcodec.av_packet_alloc();
    this.frame = avutil.av_frame_alloc();
  }

  /**
   * Opens a film with {@link ImageLimits#DEFAULT} for each frame.
   *
   * @param file the file, in any format that FFmpeg reads
   * @return the reader, to be closed by the caller
   * @throws ImageException if the file cannot be read, holds no video, or its frames exceed the
   *     limits
   * @throws ProviderException if FFmpeg's libraries are missing
   */
  public static VideoReader open(Path file) {
    return open(file, ImageLimits.DEFAULT);
  }

  /**
   * Opens a film with other limits.
   *
   * @param file the file, in any format that FFmpeg reads
   * @param limits {@link ImageLimits#maxPixels()} holds for each frame; the size of the file is not
   *     limited
   * @return the reader, to be closed by the caller
   * @throws ImageException as {@link #open(Path)}
   * @throws ProviderException as {@link #open(Path)}
   */
  public static VideoReader open(Path file, ImageLimits limits) {
    checkFile(file);
    FFmpeg.load();
    AVFormatContext format = new AVFormatContext(null);
    // The prefix keeps a name such as concat:x from being taken for an address.
    int code =
        avformat.avformat_open_input(
            format, "file:" + file, (AVInputFormat) null, (AVDictionary) null);
    if (code < 0) {
      throw new ImageException(
          file + " is no film or is cut short before its first frame: " + FFmpeg.message(code));
    }
    AVCodecContext decoder = null;
    try {
      code = avformat.avformat_find_stream_info(format, (AVDictionary) null);
      if (code < 0) {
        throw new ImageException(file + " is damaged: " + FFmpeg.message(code));
      }
      AVStream stream = videoStream(file, format);
      decoder = decoder(file, stream);
      VideoReader reader = new VideoReader(file, limits, format, stream, decoder);
      reader.checkSize(decoder.width(), decoder.height());
      return reader;
    } catch (RuntimeException e) {
      if (decoder != null) {
        avcodec.avcodec_free_context(decoder);
      }
      avformat.avformat_close_input(format);
      throw e;
    }
  }

  private static void checkFile(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new ImageException(file + " is a directory; name a film");
      }
      if (Files.size(file) == 0) {
        throw new ImageException(file + " is empty; name a film");
      }
      if (!Files.isReadable(file)) {
        throw new ImageException(file + " may not be read; check its permissions");
      }
    } catch (NoSuchFileException e) {
      throw new ImageException(file + " does not exist; check the path", e);
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static AVStream videoStream(Path file, AVFormatContext format) {
    int number =
        avformat.av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    AVStream stream = number < 0 ? null : format.streams(number);
    boolean still =
        format.iformat().name().getString().matches("tty|image2|.*_pipe")
            || (stream != null
                && (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0);
    if (stream == null || still) {
      throw new ImageException(
          file
              + " holds no video ("
              + format.iformat().long_name().getString()
              + "); for pictures there is Image.read");
    }
    return stream;
  }

  private static AVCodecContext decoder(Path file, AVStream stream) {
    AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    if (codec == null || codec.isNull()) {
      throw new ImageException(
          file
              + " is encoded as "
              + avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString()
              + ", for which this build of FFmpeg has no decoder; convert it to H.264");
    }
    AVCodecContext decoder = avcodec.avcodec_alloc_context3(codec);
    avcodec.avcodec_parameters_to_context(decoder, stream.codecpar());
    decoder.pkt_timebase(stream.time_base());
    int code = avcodec.avcodec_open2(decoder, codec, (AVDictionary) null);
    if (code < 0) {
      avcodec.avcodec_free_context(decoder);
      throw new ImageException(file + " cannot be decoded: " + FFmpeg.message(code));
    }
    return decoder;
  }

  private static int quarterTurns(AVStream stream) {
    AVPacketSideData matrix =
        avcodec.av_packet_side_data_get(
            stream.codecpar().coded_side_data(),
            stream.codecpar().nb_coded_side_data(),
            avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull()) {
      return 0;
    }
    // FFmpeg gives degrees against the clock.
    double degrees = -avutil.av_display_rotation_get(new IntPointer(matrix.data()));
    return Double.isNaN(degrees) ? 0 : Math.floorMod(Math.round(degrees / 90), 4);
  }

  /**
   * The width of the upright frames.
   *
   * @return pixels per row
   */
  public int width() {
    return quarterTurns % 2 == 0 ? decoder.width() : decoder.height();
  }

  /**
   * The height of the upright frames.
   *
   * @return rows
   */
  public int height() {
    return quarterTurns % 2 == 0 ? decoder.height() : decoder.width();
  }

  /**
   * The mean frame rate. Films of phones vary theirs: the time of each frame is what counts.
   *
   * @return frames per second, 25 when the file does not say
   */
  public double frameRate() {
    AVRational rate = stream.avg_frame_rate();
    return rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : 25;
  }

  /**
   * How long the film claims to be.
   *
   * @return the duration, or empty when the file does not say
   */
  public Optional<Duration> duration() {
    if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
      return Optional.of(FFmpeg.time(stream.duration(), stream.time_base()));
    }
    long micros = format.duration();
    return micros != AV_NOPTS_VALUE && micros > 0
        ? Optional.of(Duration.ofNanos(micros * 1000))
        : Optional.empty();
  }

  /**
   * Decodes the next frame.
   *
   * @return the frame, or null at the end
   * @throws ImageException if the film is damaged or cut short here, or the frame exceeds the
   *     limits; thrown again by later calls
   * @throws IllegalStateException after close
   */
  @Override
  public @Nullable Frame next() {
    if (closed) {
      throw new IllegalStateException("the reader of " + file + " is closed");
    }
    while (true) {
      int code = avcodec.avcodec_receive_frame(decoder, frame);
      if (code >= 0) {
        return convert();
      }
      if (code == AVERROR_EOF()) {
        checkComplete();
        return null;
      }
      if (code != avutil.AVERROR_EAGAIN()) {
        throw damaged(FFmpeg.message(code));
      }
      feed();
    }
  }

  private void feed() {
    if (drained) {
      throw damaged("the decoder stopped");
    }
    int code = damage == null ? avformat.av_read_frame(format, packet) : AVERROR_EOF();
    if (code < 0) {
      if (code != AVERROR_EOF()) {
        damage = at(FFmpeg.message(code));
      }
      drained = true;
      avcodec.avcodec_send_packet(decoder, null);
      return;
    }
    try {
      if (packet.stream_index() == stream.index()) {
        boolean corrupt = (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
        int sent =
            corrupt ? avutil.AVERROR_INVALIDDATA() : avcodec.avcodec_send_packet(decoder, packet);
        if (sent < 0) {
          // What was read before still waits in the decoder.
          damage = at(FFmpeg.message(sent));
        }
      }
    } finally {
      avcodec.av_packet_unref(packet);
    }
  }

  private void checkComplete() {
    if (damage != null) {
      throw at(damage.getMessage() == null ? "damaged" : damageReason(damage));
    }
    Duration end = last.plus(DEFAULT_FRAME.multipliedBy(index == 0 ? 0 : 1));
    Duration claimed = duration().orElse(end);
    Duration slack = claimed.dividedBy(20).plusMillis(500);
    if (end.plus(slack).compareTo(claimed) < 0) {
      damage = at("cut short, " + FFmpeg.seconds(claimed) + " were announced");
      throw damage;
    }
  }

  private static String damageReason(ImageException damage) {
    String message = String.valueOf(damage.getMessage());
    return message.substring(message.indexOf(": ") + 2);
  }

  private ImageException damaged(String reason) {
    damage = at(reason);
    return damage;
  }

  private ImageException at(String reason) {
    return new ImageException(
        file + " is damaged after " + FFmpeg.seconds(last) + " (frame " + index + "): " + reason);
  }

  private Frame convert() {
    int width = frame.width();
    int height = frame.height();
    checkSize(width, height);
    Image image = upright(bgr(width, height), width, height);
    last = timeOfFrame();
    avutil.av_frame_unref(frame);
    return new Frame(index++, last, image);
  }

  private Duration timeOfFrame() {
    long ticks = frame.best_effort_timestamp();
    if (ticks == AV_NOPTS_VALUE) {
      return index == 0 ? Duration.ZERO : last.plus(DEFAULT_FRAME);
    }
    if (startTicks == AV_NOPTS_VALUE) {
      startTicks = ticks;
    }
    Duration time = FFmpeg.time(Math.max(0, ticks - startTicks), stream.time_base());
    // Damaged files repeat times; callers rely on time going on.
    return index > 0 && time.compareTo(last) <= 0 ? last.plusMillis(1) : time;
  }

  private byte[] bgr(int width, int height) {
    scaler =
        swscale.sws_getCachedContext(
            scaler,
            width,
            height,
            frame.format(),
            width,
            height,
            AV_PIX_FMT_BGR24,
            swscale.SWS_BILINEAR | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INT,
            (SwsFilter) null,
            (SwsFilter) null,
            (DoublePointer) null);
    if (scaler == null || scaler.isNull()) {
      throw damaged("pixels of an unknown format");
    }
    // FFmpeg writes past the end of rows that are no multiple of its vectors.
    int stride = (width * 3 + 63) & ~63;
    byte[] packed = new byte[width * 3 * height];
    try (BytePointer pixels = new BytePointer((long) stride * (height + 1));
        PointerPointer<BytePointer> planes = new PointerPointer<>(4);
        IntPointer strides = new IntPointer(stride, 0, 0, 0)) {
      planes.put(0, pixels);
      swscale.sws_scale(scaler, frame.data(), frame.linesize(), 0, height, planes, strides);
      for (int y = 0; y < height; y++) {
        pixels.position((long) y * stride).get(packed, y * width * 3, width * 3);
      }
      pixels.position(0);
    }
    return packed;
  }

  private Image upright(byte[] pixels, int width, int height) {
    if (quarterTurns == 0) {
      return Image.wrap(pixels, width, height, PixelFormat.BGR);
    }
    boolean onItsSide = quarterTurns % 2 == 1;
    int newWidth = onItsSide ? height : width;
    int newHeight = onItsSide ? width : height;
    byte[] turned = new byte[pixels.length];
    int to = 0;
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++, to += 3) {
        int fromX = quarterTurns == 1 ? y : quarterTurns == 2 ? width - 1 - x : width - 1 - y;
        int fromY = quarterTurns == 1 ? height - 1 - x : quarterTurns == 2 ? height - 1 - y : x;
        System.arraycopy(pixels, (fromY * width + fromX) * 3, turned, to, 3);
      }
    }
    return Image.wrap(turned, newWidth, newHeight, PixelFormat.BGR);
  }

  private void checkSize(int width, int height) {
    if (width < 1 || height < 1) {
      throw new ImageException(file + " has no frame that can be decoded; it is damaged");
    }
    if ((long) width * height > limits.maxPixels()) {
      throw new ImageException(
          file
              + " has frames of "
              + width
              + "x"
              + height
              + " pixels, at most "
              + limits.maxPixels()
              + " are allowed; raise ImageLimits.maxPixels");
    }
  }

  /** Releases the file and the decoder. Further calls do nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (scaler != null) {
      swscale.sws_freeContext(scaler);
    }
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(decoder);
    avformat.avformat_close_input(format);
  }
}
