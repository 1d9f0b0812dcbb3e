package io.github.deepfer.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
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
 * applied. Holds a few frames of memory however long the film is. One thread reads; {@link
 * #close()} may be called at any time and from any thread, and waits for the frame that is being
 * read.
 *
 * <p>A film that is damaged or cut short gives the frames up to there; then {@link #next()} throws
 * an {@link ImageException} that names the position. Of formats without an index, a missing end of
 * less than half a second goes unnoticed. Only local files are read, also where a film refers to
 * others.
 */
public final class VideoReader implements FrameSource {
  private static final double DEFAULT_FRAME_RATE = 25;

  /** What an announced length may be off by, beside two frames. */
  private static final Duration SLACK = Duration.ofMillis(500);

  /** Beyond this a time is damage; what callers compute with it must not overflow. */
  private static final Duration LATEST = Duration.ofDays(36_500);

  private final Path file;
  private final ImageLimits limits;
  private final AVFormatContext format;
  private final AVStream stream;
  private final AVCodecContext decoder;
  private final AVPacket packet;
  private final AVFrame frame;
  private final int quarterTurns;
  private final int width;
  private final int height;
  private final double frameRate;
  private final Duration frameTime;
  private final Optional<Duration> duration;
  private @Nullable SwsContext scaler;
  private long index;
  private long startTicks = AV_NOPTS_VALUE;
  private Duration last = Duration.ZERO;
  private Duration end = Duration.ZERO;
  private Duration reached = Duration.ZERO;
  private boolean drained;
  private boolean closed;

  /** Why no more packets are read, while the decoder still gives the frames before. */
  private @Nullable String damage;

  private @Nullable ImageException thrown;

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
    boolean onItsSide = quarterTurns % 2 == 1;
    this.width = onItsSide ? decoder.height() : decoder.width();
    this.height = onItsSide ? decoder.width() : decoder.height();
    AVRational rate = stream.avg_frame_rate();
    this.frameRate =
        rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : DEFAULT_FRAME_RATE;
    this.frameTime = clamped(Duration.ofNanos(Math.round(1e9 / frameRate)));
    this.duration = duration(format, stream);
    this.packet = avcodec.av_packet_alloc();
    this.frame = avutil.av_frame_alloc();
  }

  /**
   * Opens a film with {@link ImageLimits#DEFAULT} for each frame.
   *
   * @param file the file, in any format that FFmpeg reads
   * @return the reader, to be closed by the caller
   * @throws ImageException if the file cannot be read or holds no video
   * @throws ImageTooLargeException if its frames exceed the limits
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
   * @throws ImageTooLargeException as {@link #open(Path)}
   * @throws ProviderException as {@link #open(Path)}
   */
  public static VideoReader open(Path file, ImageLimits limits) {
    checkFile(file);
    FFmpeg.load();
    AVFormatContext format = openInput(file);
    AVCodecContext decoder = null;
    try {
      findStreams(file, format, limits);
      AVStream stream = videoStream(file, format);
      checkPixels(file, stream.codecpar().width(), stream.codecpar().height(), limits);
      decoder = decoder(file, stream, limits);
      checkSize(file, decoder.width(), decoder.height(), limits);
      return new VideoReader(file, limits, format, stream, decoder);
    } catch (RuntimeException e) {
      if (decoder != null) {
        avcodec.avcodec_free_context(decoder);
      }
      avformat.avformat_close_input(format);
      throw e;
    }
  }

  private static AVFormatContext openInput(Path file) {
    AVFormatContext format = new AVFormatContext(null);
    AVDictionary options = new AVDictionary(null);
    try {
      // A playlist is a film too, and may name addresses.
      avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
      // The prefix keeps a name such as concat:x from being taken for an address.
      int code =
          avformat.avformat_open_input(format, "file:" + file, (AVInputFormat) null, options);
      if (code < 0) {
        throw new ImageException(
            file + " is no film or is cut short before its first frame: " + FFmpeg.message(code));
      }
      return format;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /** Finds what the file holds, for which FFmpeg may decode frames: within the limits, too. */
  private static void findStreams(Path file, AVFormatContext format, ImageLimits limits) {
    int streams = format.nb_streams();
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, streams))) {
      for (int i = 0; i < streams; i++) {
        AVDictionary each = new AVDictionary(null);
        avutil.av_dict_set(each, "max_pixels", Long.toString(mostCodedPixels(limits)), 0);
        options.put(i, each);
      }
      int code = avformat.avformat_find_stream_info(format, streams == 0 ? null : options);
      for (int i = 0; i < streams; i++) {
        avutil.av_dict_free(new AVDictionary(options.get(i)));
      }
      if (code < 0) {
        throw new ImageException(file + " is damaged: " + FFmpeg.message(code));
      }
    }
  }

  /** Codecs round sizes up to their blocks before they compare them. */
  private static long mostCodedPixels(ImageLimits limits) {
    return mostPixels(limits) + mostPixels(limits) / 8 + (1 << 16);
  }

  /** Three bytes of each must fit into an array. */
  private static long mostPixels(ImageLimits limits) {
    return Math.min(limits.maxPixels(), Integer.MAX_VALUE / 4);
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

  private static AVCodecContext decoder(Path file, AVStream stream, ImageLimits limits) {
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
    decoder.max_pixels(mostCodedPixels(limits));
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

  private static Optional<Duration> duration(AVFormatContext format, AVStream stream) {
    if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
      return Optional.of(time(stream.duration(), stream));
    }
    long micros = format.duration();
    return micros != AV_NOPTS_VALUE && micros > 0
        ? Optional.of(clamped(Duration.of(micros, ChronoUnit.MICROS)))
        : Optional.empty();
  }

  private static Duration time(long ticks, AVStream stream) {
    return clamped(FFmpeg.time(ticks, stream.time_base()));
  }

  private static Duration clamped(Duration time) {
    return time.compareTo(LATEST) < 0 ? time : LATEST;
  }

  /**
   * The width of the upright frames as the file tells it. Frames may differ: some films change
   * their size midway.
   *
   * @return pixels per row
   */
  public int width() {
    return width;
  }

  /**
   * The height of the upright frames as the file tells it, see {@link #width()}.
   *
   * @return rows
   */
  public int height() {
    return height;
  }

  /**
   * The mean frame rate. Films of phones vary theirs: the time of each frame is what counts.
   *
   * @return frames per second, 25 when the file does not say
   */
  public double frameRate() {
    return frameRate;
  }

  /**
   * How long the film claims to be.
   *
   * @return the duration, or empty when the file does not say
   */
  public Optional<Duration> duration() {
    return duration;
  }

  /**
   * Decodes the next frame.
   *
   * @return the frame, or null at the end
   * @throws ImageException if the film is damaged or cut short here; thrown again by later calls
   * @throws ImageTooLargeException if the frame exceeds the limits; thrown again by later calls
   * @throws IllegalStateException after close
   */
  @Override
  public synchronized @Nullable Frame next() {
    if (closed) {
      throw new IllegalStateException("the reader of " + file + " is closed");
    }
    if (thrown != null) {
      throw thrown;
    }
    try {
      return decode();
    } catch (ImageException e) {
      thrown = e;
      throw e;
    }
  }

  private @Nullable Frame decode() {
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
        damage = FFmpeg.message(code);
      }
      drained = true;
      avcodec.avcodec_send_packet(decoder, null);
      return;
    }
    try {
      note(packet);
      if (packet.stream_index() == stream.index()) {
        boolean corrupt = (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
        int sent =
            corrupt ? avutil.AVERROR_INVALIDDATA() : avcodec.avcodec_send_packet(decoder, packet);
        if (sent < 0) {
          damage = FFmpeg.message(sent);
        }
      }
    } finally {
      avcodec.av_packet_unref(packet);
    }
  }

  /** Sound may be longer than the pictures, so that what is compared is the end of all packets. */
  private void checkComplete() {
    if (damage != null) {
      throw damaged(damage);
    }
    long claimed = format.duration();
    if (claimed == AV_NOPTS_VALUE
        || format.duration_estimation_method() == avformat.AVFMT_DURATION_FROM_BITRATE) {
      return;
    }
    Duration least =
        clamped(Duration.of(claimed, ChronoUnit.MICROS))
            .minus(frameTime.multipliedBy(2))
            .minus(SLACK);
    if (reached.compareTo(least) < 0) {
      throw damaged("cut short, its end is missing");
    }
  }

  private void note(AVPacket next) {
    long ticks = next.pts() == AV_NOPTS_VALUE ? next.dts() : next.pts();
    if (ticks != AV_NOPTS_VALUE) {
      AVStream of = format.streams(next.stream_index());
      Duration ends = time(ticks, of).plus(time(next.duration(), of));
      reached = ends.compareTo(reached) > 0 ? ends : reached;
    }
  }

  private ImageException damaged(String reason) {
    return new ImageException(
        file + " is damaged after " + FFmpeg.seconds(last) + " (frame " + index + "): " + reason);
  }

  private Frame convert() {
    int codedWidth = frame.width();
    int codedHeight = frame.height();
    checkSize(file, codedWidth, codedHeight, limits);
    Image image = upright(bgr(codedWidth, codedHeight), codedWidth, codedHeight);
    last = timeOfFrame();
    Duration length = frame.duration() > 0 ? time(frame.duration(), stream) : frameTime;
    end = clamped(last.plus(length));
    avutil.av_frame_unref(frame);
    return new Frame(index++, last, image);
  }

  private Duration timeOfFrame() {
    long ticks = frame.best_effort_timestamp();
    Duration time = end;
    if (ticks != AV_NOPTS_VALUE) {
      startTicks = startTicks == AV_NOPTS_VALUE ? ticks : startTicks;
      time = time(Math.max(0, ticks - startTicks), stream);
    }
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

  private static void checkSize(Path file, int width, int height, ImageLimits limits) {
    if (width < 1 || height < 1) {
      throw new ImageException(file + " has no frame that can be decoded; it is damaged");
    }
    checkPixels(file, width, height, limits);
  }

  private static void checkPixels(Path file, int width, int height, ImageLimits limits) {
    if ((long) width * height > mostPixels(limits)) {
      throw new ImageTooLargeException(
          file
              + " has frames of "
              + width
              + "x"
              + height
              + " pixels, at most "
              + mostPixels(limits)
              + " are allowed; raise ImageLimits.maxPixels");
    }
  }

  /** Releases the file and the decoder. Further calls do nothing. */
  @Override
  public synchronized void close() {
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
