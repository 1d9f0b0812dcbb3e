package io.github.deepfer.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.github.deepfer.api.MediaException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** A video file taken apart into the packets of its pictures. Not thread-safe. */
final class Demuxer implements AutoCloseable {
  private static final String NONE = "none";

  /** MP4, MOV, 3GP and the like. */
  private static final String MP4 = "mov";

  /** {@code AVFMT_FLAG_NOPARSE}, which the Java bindings lack. */
  private static final int NO_PARSERS = 0x20;

  /** In the first byte of a frame (RFC 6386, 9.1). */
  private static final int VP8_SHOWN = 0x10;

  /** Formats without a list of their streams, which show while they are read. */
  private static final Set<String> LATE_STREAMS = Set.of("flv", "mpeg", "mpegts");

  private final Path file;
  private final AVIOContext io;
  private final AVFormatContext format;
  private final AVStream stream;
  private final Completeness all = new Completeness();
  private final Completeness pictures = new Completeness();

  private Demuxer(Path file, AVIOContext io, AVFormatContext format, AVStream stream) {
    this.file = file;
    this.io = io;
    this.format = format;
    this.stream = stream;
  }

  /**
   * Opens a file of an allowed format.
   *
   * @param file a local file
   * @param limit of frames
   * @param interruption ends the opening and all reading
   * @throws MediaException if the file is no video, or its frames exceed the limit
   */
  static Demuxer open(Path file, PixelLimit limit, Interruption interruption) {
    AVIOContext io = new AVIOContext(null);
    AVFormatContext format = FFmpeg.allocated(avformat.avformat_alloc_context());
    LogPause.begin();
    try {
      FFmpeg.silence(format);
      interruption.fill(format.interrupt_callback());
      openFile(file, io, format);
      openFormat(file, io, format);
      if (LATE_STREAMS.contains(format.iformat().name().getString())) {
        findLateStreams(file, format);
      }
      findStreams(file, format, limit);
      return new Demuxer(file, io, format, videoStream(file, format));
    } catch (RuntimeException | Error e) {
      release(format, io);
      throw e;
    } finally {
      LogPause.end();
    }
  }

  private static void openFile(Path file, AVIOContext io, AVFormatContext format) {
    // The prefix keeps a name such as concat:x from being taken for an address.
    int code =
        avformat.avio_open2(
            io,
            "file:" + file,
            avformat.AVIO_FLAG_READ,
            format.interrupt_callback(),
            (AVDictionary) null);
    if (code < 0) {
      throw failed(file, " cannot be read: ", code);
    }
  }

  private static void openFormat(Path file, AVIOContext io, AVFormatContext format) {
    AVInputFormat kind = new AVInputFormat(null);
    int code = avformat.av_probe_input_buffer2(io, kind, file.toString(), format, 0, 0);
    if (code < 0) {
      throw failed(file, " is no video or is cut short before its first frame: ", code);
    }
    kind = Allowed.checkFormat(file, kind);
    AVDictionary options = new AVDictionary(null);
    try {
      // What the file refers to is not opened.
      avutil.av_dict_set(options, "protocol_whitelist", NONE, 0);
      avutil.av_dict_set(options, "format_whitelist", Allowed.formats(), 0);
      avutil.av_dict_set(options, "codec_whitelist", Allowed.decoders(), 0);
      format.pb(io);
      code = avformat.avformat_open_input(format, file.toString(), kind, options);
    } finally {
      avutil.av_dict_free(options);
    }
    if (code < 0) {
      throw failed(file, " is no video or is cut short before its first frame: ", code);
    }
    if (kind.name().getString().startsWith(MP4)) {
      // What parsers find out is in the file, and parsers print what is wrong with a packet.
      format.flags(format.flags() | NO_PARSERS);
    }
  }

  /**
   * Reads as much as FFmpeg will look at in the next step, in which limits can be given for known
   * streams only, and goes back.
   */
  private static void findLateStreams(Path file, AVFormatContext format) {
    AVPacket packet = FFmpeg.allocated(avcodec.av_packet_alloc());
    try {
      long bytes = 0;
      while (bytes <= format.probesize() && avformat.av_read_frame(format, packet) >= 0) {
        bytes += packet.size();
        avcodec.av_packet_unref(packet);
      }
    } finally {
      avcodec.av_packet_free(packet);
    }
    int code = avformat.av_seek_frame(format, -1, 0, avformat.AVSEEK_FLAG_BYTE);
    if (code < 0) {
      throw failed(file, " cannot be read from its start: ", code);
    }
  }

  /** Finds what the file holds, for which FFmpeg decodes some frames: within the limits, too. */
  private static void findStreams(Path file, AVFormatContext format, PixelLimit limit) {
    int streams = format.nb_streams();
    for (int i = 0; i < streams; i++) {
      // What is refused while decoding is refused without its size.
      limit.checkClaim(format.streams(i).codecpar());
    }
    int code;
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, streams))) {
      for (int i = 0; i < streams; i++) {
        AVDictionary each = new AVDictionary(null);
        avutil.av_dict_set(each, "max_pixels", Long.toString(limit.maxCoded()), 0);
        options.put(i, each);
      }
      code = avformat.avformat_find_stream_info(format, streams == 0 ? null : options);
      for (int i = 0; i < streams; i++) {
        avutil.av_dict_free(new AVDictionary(options.get(i)));
      }
    }
    if (code < 0) {
      throw failed(file, " is damaged: ", code);
    }
  }

  private static AVStream videoStream(Path file, AVFormatContext format) {
    int number =
        avformat.av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    String kind = format.iformat().long_name().getString();
    if (number < 0) {
      throw new MediaException(file + " holds no video (" + kind + "); choose a video");
    }
    AVStream stream = format.streams(number);
    int still = avformat.AV_DISPOSITION_STILL_IMAGE | avformat.AV_DISPOSITION_ATTACHED_PIC;
    if ((stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0) {
      throw new MediaException(
          file + " holds no video (" + kind + " with a cover); choose a video");
    }
    if ((stream.disposition() & still) != 0) {
      throw Allowed.isPicture(file, kind);
    }
    return stream;
  }

  /** The stream of the pictures. */
  AVStream stream() {
    return stream;
  }

  /**
   * Reads the next packet of the pictures.
   *
   * @return 0, or FFmpeg's error code
   */
  int read(AVPacket packet) {
    while (true) {
      int code = avformat.av_read_frame(format, packet);
      if (code < 0) {
        return code;
      }
      all.note(packet, format.streams(packet.stream_index()).time_base());
      if (packet.stream_index() == stream.index()) {
        pictures.note(packet, stream.time_base());
        return 0;
      }
      avcodec.av_packet_unref(packet);
    }
  }

  /**
   * Whether the file claims to be longer than what was read, which is to be all. Sound may be
   * longer than the pictures, and may claim a silence that is not there; so either may be all.
   */
  boolean isCutShort(Duration frameTime) {
    if (format.duration() == AV_NOPTS_VALUE
        || format.duration_estimation_method() == avformat.AVFMT_DURATION_FROM_BITRATE) {
      return false;
    }
    Duration start = Objects.requireNonNullElse(start(), Duration.ZERO);
    return all.isCutShort(start, micros(format.duration()), frameTime)
        && (stream.duration() == AV_NOPTS_VALUE
            || pictures.isCutShort(
                start, VideoClock.time(stream.duration(), stream.time_base()), frameTime));
  }

  /**
   * Passes over packets of the pictures.
   *
   * @return false if there are fewer
   */
  boolean skip(long packets) {
    AVPacket packet = FFmpeg.allocated(avcodec.av_packet_alloc());
    try {
      for (long i = 0; i < packets; i++) {
        if (read(packet) < 0) {
          return false;
        }
        avcodec.av_packet_unref(packet);
      }
      return true;
    } finally {
      avcodec.av_packet_free(packet);
    }
  }

  /** Whether a packet makes a frame that is shown, where each makes one. */
  boolean isShown(AVPacket packet) {
    boolean hidden =
        stream.codecpar().codec_id() == avcodec.AV_CODEC_ID_VP8
            && packet.size() > 0
            && (packet.data().get() & VP8_SHOWN) == 0;
    return !hidden && (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0;
  }

  /** A clock that counts from the start of pictures and sound. */
  VideoClock clock() {
    return new VideoClock(stream.time_base(), start(), isBroadcast());
  }

  /** Whether another recording begins between two packets of pictures, in decoding order. */
  boolean isJoint(AVPacket before, AVPacket after) {
    boolean key = (after.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
    return key
        && (isJump(before.dts(), after.dts()) || TransportPackets.beginAt(file, after.pos()));
  }

  private boolean isJump(long before, long after) {
    return before != AV_NOPTS_VALUE
        && after != AV_NOPTS_VALUE
        && isJump(
            VideoClock.time(before, stream.time_base()),
            VideoClock.time(after, stream.time_base()));
  }

  /** Whether the clock starts anew between two times. */
  boolean isJump(Duration before, Duration after) {
    return VideoClock.isJump(before, after, isBroadcast());
  }

  private boolean isBroadcast() {
    return (format.iformat().flags() & avformat.AVFMT_TS_DISCONT) != 0;
  }

  /** The time of a stamp, where the clock neither starts anew nor lacks a start. */
  Duration sinceStart(long stamp) {
    return VideoClock.time(stamp, stream.time_base())
        .minus(Objects.requireNonNullElse(start(), Duration.ZERO));
  }

  /** When pictures and sound begin, by the stamps; null if the file does not say. */
  @Nullable Duration start() {
    return format.start_time() == AV_NOPTS_VALUE ? null : micros(format.start_time());
  }

  /** From the start of pictures and sound to the end of the pictures, as the file claims. */
  Optional<Duration> duration() {
    Duration start = start();
    if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
      Duration duration = VideoClock.time(stream.duration(), stream.time_base());
      if (start == null || stream.start_time() == AV_NOPTS_VALUE) {
        return Optional.of(duration);
      }
      Duration late = VideoClock.time(stream.start_time(), stream.time_base()).minus(start);
      return Optional.of(VideoClock.clamped(late.isNegative() ? duration : duration.plus(late)));
    }
    return format.duration() != AV_NOPTS_VALUE && format.duration() > 0
        ? Optional.of(micros(format.duration()))
        : Optional.empty();
  }

  private static Duration micros(long micros) {
    return VideoClock.clamped(Duration.of(micros, ChronoUnit.MICROS));
  }

  /** The shape of a frame's pixels, from the container or else the codec. */
  AVRational pixelAspect(AVFrame frame) {
    return avformat.av_guess_sample_aspect_ratio(format, stream, frame);
  }

  Path file() {
    return file;
  }

  private static MediaException failed(Path file, String what, int code) {
    return new MediaException(
        file
            + (code == avutil.AVERROR_EXIT()
                ? " was not opened: the thread was interrupted"
                : what + (code == AVERROR_EOF() ? "its end is reached" : FFmpeg.message(code))));
  }

  @Override
  public void close() {
    release(format, io);
  }

  private static void release(AVFormatContext format, AVIOContext io) {
    avformat.avformat_close_input(format);
    avformat.avio_closep(io);
  }
}
