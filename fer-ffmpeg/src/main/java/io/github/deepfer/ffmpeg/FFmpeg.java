package io.github.deepfer.ffmpeg;

import io.github.deepfer.api.ProviderException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads FFmpeg's native libraries on first use and speaks their conventions. */
final class FFmpeg {
  private static final int MESSAGE_BYTES = 256;
  private static final double NANOS = 1e9;

  private FFmpeg() {}

  /** Initialized once, when first asked for; holds the callback that native code points to. */
  private static final class Loaded {
    static final LogCallback LOG = load();

    private static LogCallback load() {
      Loader.load(avutil.class);
      Loader.load(avcodec.class);
      Loader.load(avformat.class);
      Loader.load(swscale.class);
      LogCallback log = new Slf4jLog();
      avutil.av_log_set_level(avutil.AV_LOG_WARNING);
      avutil.setLogCallback(log);
      return log;
    }
  }

  /**
   * Loads the libraries.
   *
   * @throws ProviderException if one is missing or cannot be unpacked
   */
  static void load() {
    try {
      if (Loaded.LOG.isNull()) {
        throw new ProviderException("FFmpeg's log cannot be redirected");
      }
    } catch (LinkageError e) {
      throw new ProviderException(
          "FFmpeg cannot be loaded on "
              + Loader.getPlatform()
              + ": "
              + e
              + "; its natives come with org.bytedeco:ffmpeg-platform (and its javacpp-platform)"
              + " for this platform, on the module path they need --add-modules ALL-MODULE-PATH",
          e);
    }
  }

  /** FFmpeg's words for an error code. */
  static String message(int code) {
    byte[] text = new byte[MESSAGE_BYTES];
    avutil.av_strerror(code, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** Exact to the nanosecond for months; damaged ticks give a time that is far off, at worst. */
  static Duration time(long ticks, AVRational base) {
    return Duration.ofNanos(Math.round(NANOS * ticks * base.num() / base.den()));
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
  }

  private static final class Slf4jLog extends LogCallback {
    private static final Logger LOG = LoggerFactory.getLogger(FFmpeg.class);

    @Override
    public void call(int level, BytePointer message) {
      // What matters of a damaged film comes as an exception.
      if (LOG.isDebugEnabled()) {
        LOG.debug("{}", message.getString().strip());
      }
    }
  }
}
