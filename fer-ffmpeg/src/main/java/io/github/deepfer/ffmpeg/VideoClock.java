package io.github.deepfer.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Turns the time stamps of frames into times since the video's start, each later than the one
 * before. Where the stamps start again or jump far ahead, as in joined recordings, time goes on by
 * one frame; the thresholds are those of the ffmpeg program.
 */
final class VideoClock {
  /** Stamps that go back by less repeat themselves or are out of order. */
  private static final Duration BACK = Duration.ofMillis(100);

  /** Streams of broadcasters start their clocks anew; in other files a long still is meant. */
  private static final Duration AHEAD_IN_BROADCASTS = Duration.ofSeconds(10);

  private static final Duration AHEAD = Duration.ofHours(30);

  /** Beyond this a time is damage; what callers compute with it must not overflow. */
  private static final Duration LATEST = Duration.ofDays(36_500);

  private static final double NANOS = 1e9;

  private final AVRational base;
  private final boolean broadcast;

  /** When the video starts, by its stamps; the first frame if the file does not say. */
  private @Nullable Duration start;

  private @Nullable Duration last;
  private Duration end = Duration.ZERO;

  /** Of the part being read, against the stamps. */
  private Duration offset = Duration.ZERO;

  /**
   * A clock at the video's start.
   *
   * @param base of the stamps
   * @param start of the video, pictures and sound; null if the file does not say
   * @param broadcast whether the format's clocks may start anew
   */
  VideoClock(AVRational base, @Nullable Duration start, boolean broadcast) {
    this.base = base;
    this.start = start;
    this.broadcast = broadcast;
  }

  /**
   * The time of the next frame.
   *
   * @param stamp in units of the base, or none
   * @param length how long the frame stands, where the next has no stamp
   */
  Duration next(long stamp, Duration length) {
    Duration time = stamp == AV_NOPTS_VALUE ? end : sinceStart(time(stamp, base));
    if (last != null && time.compareTo(last) <= 0) {
      time = last.plusMillis(1);
    }
    last = time;
    end = clamped(last.plus(length));
    return last;
  }

  private Duration sinceStart(Duration stamp) {
    start = start == null ? stamp : start;
    Duration raw = stamp.minus(start);
    if (last == null) {
      return raw.isNegative() ? Duration.ZERO : raw;
    }
    Duration time = clamped(raw.plus(offset));
    if (isJump(last, time, broadcast)) {
      offset = end.minus(raw);
      return end;
    }
    return time;
  }

  /** Whether a clock starts anew between two stamps. */
  static boolean isJump(Duration before, Duration after, boolean broadcast) {
    Duration far = broadcast ? AHEAD_IN_BROADCASTS : AHEAD;
    return after.plus(BACK).compareTo(before) < 0 || after.compareTo(before.plus(far)) > 0;
  }

  /** When the last frame was shown. */
  Duration last() {
    return last == null ? Duration.ZERO : last;
  }

  /** Exact to the nanosecond for months; damaged stamps give a time that is far off, at worst. */
  static Duration time(long ticks, AVRational base) {
    return clamped(Duration.ofNanos(Math.round(NANOS * ticks * base.num() / base.den())));
  }

  static Duration clamped(Duration time) {
    return time.compareTo(LATEST) < 0 ? time : LATEST;
  }
}
