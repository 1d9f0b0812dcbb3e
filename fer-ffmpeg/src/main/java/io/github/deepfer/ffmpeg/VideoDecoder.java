package io.github.deepfer.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.github.deepfer.api.MediaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the pictures of a file, up to where it is damaged: a frame that is made up from others
 * would be read as a face. Not thread-safe.
 */
final class VideoDecoder implements AutoCloseable {
  /** FFmpeg's parser hands out a frame when it sees the next one, with the mark of that. */
  private static final int MAX_AHEAD = 2;

  /** Beyond this a rate is that of the clock, not of frames; found in raw DV. */
  private static final double MAX_RATE = 1000;

  /** Decoders fill what they cannot read from the frames before, and say so. */
  private static final int MADE_UP =
      AVFrame.FF_DECODE_ERROR_INVALID_BITSTREAM
          | AVFrame.FF_DECODE_ERROR_CONCEALMENT_ACTIVE
          | AVFrame.FF_DECODE_ERROR_DECODE_SLICES;

  private final Demuxer demuxer;
  private final AVCodecContext context;
  private final AVPacket packet = FFmpeg.allocated(avcodec.av_packet_alloc());
  private final AVFrame frame = FFmpeg.allocated(avutil.av_frame_alloc());

  /** Read already to tell a joint from damage. */
  private final Deque<AVPacket> ahead = new ArrayDeque<>();

  private boolean held;
  private boolean drained;
  private @Nullable String damage;

  private VideoDecoder(Demuxer demuxer, AVCodecContext context) {
    this.demuxer = demuxer;
    this.context = context;
  }

  /**
   * Makes a decoder for the pictures of a file.
   *
   * @param demuxer closed with the decoder, or here if there is none
   * @param limit of frames
   * @throws MediaException if the codec is not allowed or the file damaged
   */
  static VideoDecoder open(Demuxer demuxer, PixelLimit limit) {
    AVCodecContext context = null;
    try {
      limit.checkClaim(demuxer.stream().codecpar());
      AVCodec codec = Allowed.decoder(demuxer.file(), demuxer.stream());
      context = FFmpeg.allocated(avcodec.avcodec_alloc_context3(codec));
      prepare(context, demuxer, limit.maxCoded());
      int code = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
      if (code < 0) {
        throw new MediaException(
            demuxer.file() + " cannot be decoded: " + FFmpeg.message(code) + "; it is damaged");
      }
      return new VideoDecoder(demuxer, context);
    } catch (RuntimeException | Error e) {
      if (context != null) {
        avcodec.avcodec_free_context(context);
      }
      demuxer.close();
      throw e;
    }
  }

  private static void prepare(AVCodecContext context, Demuxer demuxer, long maxPixels) {
    AVStream stream = demuxer.stream();
    FFmpeg.silence(context);
    int code = avcodec.avcodec_parameters_to_context(context, stream.codecpar());
    if (code < 0) {
      throw new MediaException(
          demuxer.file() + " cannot be decoded: " + FFmpeg.message(code) + "; it is damaged");
    }
    context.pkt_timebase(stream.time_base());
    context.max_pixels(maxPixels);
  }

  /**
   * Decodes the next frame.
   *
   * @return the frame as it is stored, valid until the next call; null at the end or where {@link
   *     #damage()} says why there is no more
   */
  @Nullable AVFrame next() {
    if (held) {
      held = false;
      return frame;
    }
    if (!receive()) {
      return null;
    }
    if (isMadeUp()) {
      damage = "parts of the frame are missing";
      return null;
    }
    crop();
    return frame;
  }

  /** Has {@link #next()} give the last frame once more. */
  void hold() {
    held = true;
  }

  /**
   * Decodes from a key frame on up to the first frame that is wanted, which {@link #next()} gives
   * then.
   *
   * @param entry the key frame; no packet was read yet
   * @param wanted asked for each frame from the key frame on, in their order, until it is true
   * @return false if other frames came than were expected there, and this decoder is of no use
   */
  boolean enter(EntryPoint entry, Predicate<AVFrame> wanted) {
    boolean found = false;
    long run = 0;
    if (!demuxer.skip(entry.packets())) {
      return false;
    }
    while (!found && receive()) {
      // Frames that are shown before the key frame may lack what they are made of.
      if (frame.best_effort_timestamp() >= entry.stamp()) {
        if (isMadeUp()) {
          return false;
        }
        found = wanted.test(frame);
        run += found ? 0 : 1;
      }
    }
    if (found) {
      crop();
      held = true;
    }
    return damage == null && run == entry.run();
  }

  private boolean isMadeUp() {
    return (frame.decode_error_flags() & MADE_UP) != 0;
  }

  private boolean receive() {
    while (true) {
      int code = avcodec.avcodec_receive_frame(context, frame);
      if (code >= 0) {
        return true;
      }
      if (code == AVERROR_EOF()) {
        return false;
      }
      if (code != avutil.AVERROR_EAGAIN()) {
        damage = FFmpeg.message(code);
        return false;
      }
      if (drained) {
        damage = "the decoder stopped";
        return false;
      }
      feed();
    }
  }

  /** Why no more packets are read, while the decoder still gives the frames before; else null. */
  @Nullable String damage() {
    return damage;
  }

  /** What the packets come from. */
  Demuxer demuxer() {
    return demuxer;
  }

  /** Why there is no first frame. */
  MediaException noFrame() {
    if (Thread.currentThread().isInterrupted()) {
      return new MediaException(demuxer.file() + " was not opened: the thread was interrupted");
    }
    return new MediaException(
        demuxer.file()
            + (damage == null
                ? " has no frame that can be decoded; it is damaged"
                : " is damaged or cut short before its first frame: " + damage));
  }

  /** Frames per second as the container tells, or else the codec; 0 if neither does. */
  double frameRate() {
    AVStream stream = demuxer.stream();
    return DoubleStream.of(
            perSecond(stream.avg_frame_rate()),
            perSecond(stream.r_frame_rate()),
            perSecond(context.framerate()))
        .filter(rate -> rate > 0 && rate <= MAX_RATE)
        .findFirst()
        .orElse(0);
  }

  private static double perSecond(AVRational rate) {
    return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
  }

  private void feed() {
    int code = damage == null ? read() : AVERROR_EOF();
    if (code >= 0 && isCorrupt(packet) && !isWholeBeforeJoint()) {
      code = avutil.AVERROR_INVALIDDATA();
    }
    if (code >= 0) {
      code = avcodec.avcodec_send_packet(context, packet);
      avcodec.av_packet_unref(packet);
    }
    if (code >= 0) {
      return;
    }
    if (code != AVERROR_EOF()) {
      damage = code == avutil.AVERROR_EINVAL() ? tooLargeOrDamaged() : FFmpeg.message(code);
    }
    drained = true;
    avcodec.av_packet_unref(packet);
    avcodec.avcodec_send_packet(context, null);
  }

  /** Decoders do not tell which. */
  private String tooLargeOrDamaged() {
    return "its frames are damaged or have more than "
        + (context.max_pixels() + " pixels; if so, raise ImageLimits.maxPixels");
  }

  private int read() {
    AVPacket next = ahead.poll();
    if (next == null) {
      return demuxer.read(packet);
    }
    avcodec.av_packet_move_ref(packet, next);
    avcodec.av_packet_free(next);
    return 0;
  }

  /**
   * Where recordings are joined, as by {@code cat a.ts b.ts}, the counters of their transport
   * streams do not fit each other, and FFmpeg takes one of the last packets before the joint for
   * corrupt. All are whole if the clock or the counters start anew right after them.
   */
  private boolean isWholeBeforeJoint() {
    while (ahead.size() < MAX_AHEAD && readAhead()) {
      // One after the other.
    }
    return ahead.stream().anyMatch(next -> demuxer.isJoint(packet, next));
  }

  private boolean readAhead() {
    AVPacket next = FFmpeg.allocated(avcodec.av_packet_alloc());
    if (demuxer.read(next) < 0) {
      avcodec.av_packet_free(next);
      return false;
    }
    ahead.add(next);
    return true;
  }

  private static boolean isCorrupt(AVPacket packet) {
    return (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
  }

  /** As the container says; what the codec says is cut off already. */
  private void crop() {
    AVPacketSideData margins =
        avcodec.av_packet_side_data_get(
            demuxer.stream().codecpar().coded_side_data(),
            demuxer.stream().codecpar().nb_coded_side_data(),
            avcodec.AV_PKT_DATA_FRAME_CROPPING);
    if (margins == null || margins.isNull() || margins.size() < 4 * Integer.BYTES) {
      return;
    }
    ByteBuffer values =
        new BytePointer(margins.data())
            .capacity(margins.size())
            .asByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN);
    frame.crop_top(Integer.toUnsignedLong(values.getInt()));
    frame.crop_bottom(Integer.toUnsignedLong(values.getInt()));
    frame.crop_left(Integer.toUnsignedLong(values.getInt()));
    frame.crop_right(Integer.toUnsignedLong(values.getInt()));
    // Margins that leave nothing are refused, and the frame stays whole.
    avutil.av_frame_apply_cropping(frame, avutil.AV_FRAME_CROP_UNALIGNED);
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    ahead.forEach(avcodec::av_packet_free);
    ahead.clear();
    avcodec.avcodec_free_context(context);
    demuxer.close();
  }
}
