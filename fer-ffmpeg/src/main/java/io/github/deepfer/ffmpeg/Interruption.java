package io.github.deepfer.ffmpeg;

import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's reading when its thread is interrupted or {@link #stop()} was called. Thread-safe.
 */
final class Interruption {
  /** Native memory, so that one callback, of which JavaCPP has ten, serves all readers. */
  private final IntPointer stopped = new IntPointer(1L).put(0);

  /** To be asked for after {@link FFmpeg#load()}. */
  private static final class Check extends AVIOInterruptCB.Callback_Pointer {
    static final Check INSTANCE = new Check();

    @Override
    public int call(Pointer stopped) {
      return Thread.currentThread().isInterrupted() || new IntPointer(stopped).get() != 0 ? 1 : 0;
    }
  }

  /** Never undone. */
  void stop() {
    stopped.put(1);
  }

  /** Sets the fields of FFmpeg's structure, which must not outlive this object. */
  AVIOInterruptCB fill(AVIOInterruptCB target) {
    return target.callback(Check.INSTANCE).opaque(stopped);
  }
}
