package io.github.deepfer.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Compares how long a video, or one stream of it, claims to be with how far its packets reach. */
final class Completeness {
  /** What a claimed length may be off by, beside two frames. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private Duration reached = Duration.ZERO;

  void note(AVPacket packet, AVRational base) {
    long ticks = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    if (ticks != AV_NOPTS_VALUE) {
      Duration end = VideoClock.time(ticks, base).plus(VideoClock.time(packet.duration(), base));
      reached = end.compareTo(reached) > 0 ? end : reached;
    }
  }

  /**
   * Whether the end of what was claimed is missing.
   *
   * @param start of the stamps, which may be below zero where a clock overflowed; above, some
   *     formats count their length from zero
   */
  boolean isCutShort(Duration start, Duration claimed, Duration frameTime) {
    Duration end = start.isNegative() ? start.plus(claimed) : claimed;
    Duration least = end.minus(frameTime.multipliedBy(2)).minus(SLACK);
    return reached.compareTo(least) < 0;
  }
}
