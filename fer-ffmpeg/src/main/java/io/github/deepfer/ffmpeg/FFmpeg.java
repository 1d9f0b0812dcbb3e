package io.github.deepfer.ffmpeg;

import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.support.JavaCppCache;
import io.github.deepfer.api.support.NativeLibraries;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVClass;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.presets.javacpp;
import org.jspecify.annotations.Nullable;

/** Loads FFmpeg's native libraries on first use and speaks their conventions. */
final class FFmpeg {
  private static final int MESSAGE_BYTES = 256;

  /** Added to the level of messages, of which the highest is 56; FFmpeg masks the sum by 255. */
  private static final int SILENCE = 100;

  private static final NativeLibraries LIBRARIES =
      new NativeLibraries(
          "FFmpeg",
          () -> JavaCppCache.load(Loader::getCacheDir, FFmpeg::unpackAndLoad),
          "its natives come with org.bytedeco:ffmpeg-platform (and its javacpp-platform) for this"
              + " platform, on the module path they need --add-modules ALL-MODULE-PATH, and the"
              + " directory that they are unpacked to must be writable and allow execution: name"
              + " one with -Dorg.bytedeco.javacpp.cachedir",
          "set the system property org.bytedeco.javacpp.cachedir to another directory before the"
              + " first use in each");

  private FFmpeg() {}

  /**
   * Loads the libraries.
   *
   * @throws ProviderException if one is missing or cannot be unpacked
   */
  static void load() {
    LIBRARIES.load();
  }

  private static void unpackAndLoad() throws IOException {
    List<Class<?>> inOrderOfNeed =
        List.of(
            javacpp.class,
            avutil.class,
            swresample.class,
            avcodec.class,
            avformat.class,
            swscale.class);
    // All is unpacked before the first class is initialized: a full disk breaks none for good.
    for (Class<?> type : inOrderOfNeed) {
      unpack(type);
    }
    inOrderOfNeed.forEach(Loader::load);
  }

  private static void unpack(Class<?> type) throws IOException {
    ClassProperties properties = Loader.loadProperties(type, Loader.loadProperties(), true);
    List<String> names = new ArrayList<>(properties.get("platform.preload"));
    names.addAll(properties.get("platform.link"));
    names.add(properties.getProperty("platform.library"));
    for (String name : names) {
      for (URL place : Loader.findLibrary(type, properties, name)) {
        if (!place.getProtocol().equals("file")) {
          Loader.cacheResource(place);
        }
      }
    }
  }

  /**
   * Keeps the messages of a context from being printed. FFmpeg's log, its callback and its level
   * belong to the whole process, and so to the application; what matters of a damaged video comes
   * as an exception.
   */
  static void silence(AVCodecContext codec) {
    codec.log_level_offset(SILENCE);
  }

  /** As {@link #silence(AVCodecContext)}. */
  static void silence(AVFormatContext format) {
    format.opaque(Silent.OFFSET);
    format.av_class(Silent.CLASS);
  }

  /**
   * What FFmpeg knows of its format contexts, with one difference: they too have a number that is
   * added to the level of messages, which is what the caller's {@code opaque} pointer holds.
   */
  private static final class Silent {
    static final AVClass CLASS = new AVClass();
    static final Pointer OFFSET = new Address(SILENCE);

    static {
      AVClass original = avformat.avformat_get_class();
      Pointer.memcpy(CLASS, original, original.sizeof());
      CLASS.log_level_offset_offset(Loader.offsetof(AVFormatContext.class, "opaque"));
    }

    private static final class Address extends Pointer {
      Address(long value) {
        address = value;
      }
    }
  }

  /** What FFmpeg allocated; it gives no more than a null pointer where it cannot. */
  static <P extends Pointer> P allocated(@Nullable P pointer) {
    if (pointer == null || pointer.isNull()) {
      throw new OutOfMemoryError("FFmpeg could not allocate memory");
    }
    return pointer;
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
}
