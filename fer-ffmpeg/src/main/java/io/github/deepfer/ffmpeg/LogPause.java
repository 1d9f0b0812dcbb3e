package io.github.deepfer.ffmpeg;

import org.bytedeco.ffmpeg.global.avutil;

/**
 * Keeps FFmpeg's log quiet while it looks at what a file is and holds. For that it makes parsers
 * and decoders of its own, which cannot be silenced one by one as our contexts are. Lasts some
 * milliseconds; the level is then what it was, or what somebody else has set meanwhile.
 */
final class LogPause {
  private static int pauses;
  private static int before;

  private LogPause() {}

  /** To be followed by {@link #end()} in any case; may be nested and from several threads. */
  static synchronized void begin() {
    if (pauses++ == 0) {
      before = avutil.av_log_get_level();
      avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }
  }

  static synchronized void end() {
    if (--pauses == 0 && avutil.av_log_get_level() == avutil.AV_LOG_QUIET) {
      avutil.av_log_set_level(before);
    }
  }
}
