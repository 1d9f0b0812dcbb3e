package io.github.deepfer.ffmpeg;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a video file, one at a time, as players show them: turned and mirrored as the
 * file says, in square pixels, in the range and matrix of its colours. Holds a few frames of memory
 * however long the video is.
 *
 * <p>One thread reads; {@link #close()} may be called at any time and from any thread. An
 * interrupted thread gets an {@link MediaException}, and the reader is to be closed then.
 *
 * <p>A video that is damaged or cut short gives the frames up to there; then {@link #next()} throws
 * an {@link MediaException} that names the position. Of formats without an index, a missing end of
 * less than half a second goes unnoticed. Recordings that were joined are read over the joint, and
 * their times go on. Only local files of common formats and codecs are read, and nothing that they
 * refer to.
 */
public final class VideoReader implements FrameSource {
  private static final double DEFAULT_FRAME_RATE = 25;
  private static final long MIN_ALLOCATION = 1 << 20;

  /** A frame takes less, even a large one; what takes longer hangs in the file system. */
  private static final long CLOSE_MILLIS = 2_000;

  private final Path file;
  private final PixelLimit limit;
  private final Interruption interruption;
  private final FrameConverter converter;
  private final int width;
  private final int height;
  private final double frameRate;
  private final Duration frameTime;
  private final Optional<Duration> duration;

  /** Held while native code runs; who lets go of it after close releases what is native. */
  private final ReentrantLock reading = new ReentrantLock();

  private volatile boolean closed;
  private boolean released;

  private Demuxer demuxer;
  private VideoDecoder decoder;
  private VideoClock clock;

  /** Frames before are decoded and left out. */
  private Duration from = Duration.ZERO;

  /** Of the last frame; some say it with key frames only. */
  private Orientation orientation = Orientation.STORED;

  private long index;
  private @Nullable FerException thrown;

  private VideoReader(
      PixelLimit limit,
      Interruption interruption,
      Demuxer demuxer,
      VideoDecoder decoder,
      FrameConverter converter) {
    this.file = limit.file();
    this.limit = limit;
    this.interruption = interruption;
    this.demuxer = demuxer;
    this.decoder = decoder;
    this.converter = converter;
    // Only the first frame is sure of its size.
    AVFrame frame = decoder.next();
    if (frame == null) {
      throw decoder.noFrame();
    }
    decoder.hold();
    Geometry geometry = geometry(frame);
    this.width = geometry.width();
    this.height = geometry.height();
    double rate = decoder.frameRate();
    this.frameRate = rate > 0 ? rate : DEFAULT_FRAME_RATE;
    this.frameTime = VideoClock.clamped(Duration.ofNanos(Math.round(1e9 / frameRate)));
    this.duration = demuxer.duration();
    this.clock = demuxer.clock();
  }

  /**
   * Opens a video with {@link ImageLimits#DEFAULT} for each frame.
   *
   * @param file a local file in one of the formats and codecs of docs/video.md
   * @return the reader, to be closed by the caller
   * @throws MediaException if the file cannot be read or holds no video that is read, or the thread
   *     is interrupted
   * @throws ImageTooLargeException if its frames exceed the limits
   * @throws ProviderException if FFmpeg's libraries are missing
   * @throws NullPointerException if the file is null
   */
  public static VideoReader open(Path file) {
    return open(file, ImageLimits.DEFAULT);
  }

  /**
   * Opens a video with other limits.
   *
   * @param file a local file in one of the formats and codecs of docs/video.md
   * @param limits {@link ImageLimits#maxPixels()} holds for each frame, as stored and in square
   *     pixels; the size of the file is not limited
   * @return the reader, to be closed by the caller
   * @throws MediaException as {@link #open(Path)}
   * @throws ImageTooLargeException as {@link #open(Path)}
   * @throws ProviderException as {@link #open(Path)}
   * @throws NullPointerException if an argument is null
   */
  public static VideoReader open(Path file, ImageLimits limits) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(limits, "limits");
    SourceFile.check(file);
    return openUnchecked(file, limits);
  }

  /**
   * Lets FFmpeg allocate no more than this in one piece. Without it, a video of some kilobytes can
   * claim so many frames that FFmpeg's index of them takes gigabytes. The limit holds for the whole
   * process and everybody in it who uses the same FFmpeg, so only an application should set it.
   *
   * @param bytes what the largest frame and an index need: 24 bytes a frame; at least 1 MiB
   * @throws ProviderException as {@link #open(Path)}
   * @throws IllegalArgumentException if it is less
   */
  public static void limitAllocations(long bytes) {
    if (bytes < MIN_ALLOCATION) {
      throw new IllegalArgumentException(
          "FFmpeg must be allowed to allocate at least " + MIN_ALLOCATION + " bytes, got " + bytes);
    }
    FFmpeg.load();
    avutil.av_max_alloc(bytes);
  }

  /** Opens what may be no regular file. */
  static VideoReader openUnchecked(Path file, ImageLimits limits) {
    FFmpeg.load();
    PixelLimit limit = PixelLimit.of(file, limits);
    Interruption interruption = new Interruption();
    Demuxer demuxer = Demuxer.open(file, limit, interruption);
    VideoDecoder decoder = VideoDecoder.open(demuxer, limit);
    FrameConverter converter = null;
    try {
      converter = new FrameConverter();
      return new VideoReader(limit, interruption, demuxer, decoder, converter);
    } catch (RuntimeException | Error e) {
      if (converter != null) {
        converter.close();
      }
      decoder.close();
      throw e;
    }
  }

  /**
   * The width of the upright frames in square pixels, by the first one. Others may differ: some
   * videos change their size midway.
   *
   * @return pixels per row
   */
  public int width() {
    return width;
  }

  /**
   * The height of the upright frames, see {@link #width()}.
   *
   * @return rows
   */
  public int height() {
    return height;
  }

  /**
   * The mean frame rate. Phones vary theirs: the time of each frame is what counts.
   *
   * @return frames per second, 25 when the file does not say
   */
  public double frameRate() {
    return frameRate;
  }

  /**
   * How long the video claims to be, from the start of its pictures and its sound to the end of its
   * pictures.
   *
   * @return the duration, or empty when the file does not say
   */
  @Override
  public Optional<Duration> duration() {
    return duration;
  }

  /**
   * Decodes the next frame. Its time counts from the start of the video, which is that of the sound
   * where the pictures begin later.
   *
   * @return the frame, or null at the end
   * @throws MediaException if the video is damaged or cut short here or the thread is interrupted;
   *     thrown again by later calls
   * @throws ImageTooLargeException if the frame exceeds the limits; thrown again by later calls
   * @throws IllegalStateException after close, and if closed meanwhile
   */
  @Override
  public @Nullable Frame next() {
    reading.lock();
    try {
      checkOpen();
      if (thrown != null) {
        throw thrown;
      }
      Frame frame = read();
      checkOpen();
      return frame;
    } catch (FerException e) {
      thrown = e;
      checkOpen();
      throw e;
    } finally {
      leave();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the reader of " + file + " is closed");
    }
  }

  /**
   * Goes to a time, forwards or backwards: {@link #next()} then gives the first frame of that time
   * or later, and those after it, with the numbers, times and pixels that they have when the video
   * is read from its start. The file is read up to there without being decoded, and decoded from
   * the last key frame before; where its stamps or frames are irregular, as in joined recordings,
   * all is decoded, and damage before the time is reported as usual.
   *
   * @param time since the start of the video; beyond its end there is no frame
   * @throws MediaException if the file cannot be read any more or the thread is interrupted; the
   *     reader stays where it was
   * @throws ImageTooLargeException if its frames exceed the limits now
   * @throws IllegalArgumentException if the time is negative
   * @throws IllegalStateException after close, and if closed meanwhile
   */
  public void seek(Duration time) {
    Objects.requireNonNull(time, "time");
    if (time.isNegative()) {
      throw new IllegalArgumentException("a time in a video must not be negative, got " + time);
    }
    reading.lock();
    try {
      checkOpen();
      enter(time);
      checkOpen();
    } catch (FerException e) {
      checkOpen();
      throw e;
    } finally {
      leave();
    }
  }

  private void enter(Duration time) {
    EntryPoint entry;
    try (Demuxer search = Demuxer.open(file, limit, interruption)) {
      entry = EntryPoint.before(time, search);
    }
    checkInterrupt();
    if (!entry.equals(EntryPoint.START) && enter(time, entry)) {
      return;
    }
    checkInterrupt();
    replaceDecoder(openDecoder());
    index = 0;
    from = time;
  }

  private boolean enter(Duration time, EntryPoint entry) {
    VideoDecoder entered = openDecoder();
    VideoClock onTheWay = entered.demuxer().clock();
    Orientation turned = orientation;
    boolean asExpected = false;
    try {
      asExpected =
          entered.enter(
              entry,
              frame -> {
                orientation = Orientation.of(frame, orientation);
                long stamp = frame.best_effort_timestamp();
                boolean wanted = entered.demuxer().sinceStart(stamp).compareTo(time) >= 0;
                if (!wanted) {
                  onTheWay.next(stamp, frameTime);
                }
                return wanted;
              });
    } finally {
      if (!asExpected) {
        entered.close();
        orientation = turned;
      }
    }
    if (asExpected) {
      replaceDecoder(entered);
      clock = onTheWay;
      index = entry.frames();
      from = Duration.ZERO;
    }
    return asExpected;
  }

  private VideoDecoder openDecoder() {
    return VideoDecoder.open(Demuxer.open(file, limit, interruption), limit);
  }

  private void replaceDecoder(VideoDecoder next) {
    decoder.close();
    decoder = next;
    demuxer = next.demuxer();
    clock = demuxer.clock();
    thrown = null;
  }

  private @Nullable Frame read() {
    while (true) {
      checkInterrupt();
      AVFrame frame = decoder.next();
      if (frame == null) {
        checkInterrupt();
        checkComplete();
        return null;
      }
      Geometry geometry = geometry(frame);
      Duration length =
          frame.duration() > 0
              ? VideoClock.time(frame.duration(), demuxer.stream().time_base())
              : frameTime;
      Duration time = clock.next(frame.best_effort_timestamp(), length);
      Image image = time.compareTo(from) < 0 ? null : convert(frame, geometry);
      index++;
      if (image != null) {
        return new Frame(index - 1, time, image);
      }
    }
  }

  private Image convert(AVFrame frame, Geometry geometry) {
    try {
      return converter.convert(frame, geometry);
    } catch (MediaException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private Geometry geometry(AVFrame frame) {
    limit.check(frame.width(), frame.height());
    orientation = Orientation.of(frame, orientation);
    Geometry geometry = Geometry.of(frame, demuxer.pixelAspect(frame), orientation);
    limit.check(geometry.width(), geometry.height());
    return geometry;
  }

  private void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw stopped(" was not read on", "the thread was interrupted");
    }
  }

  private void checkComplete() {
    String damage = decoder.damage();
    if (damage != null) {
      throw damaged(damage);
    }
    if (demuxer.isCutShort(frameTime)) {
      throw damaged("cut short, its end is missing");
    }
  }

  private MediaException damaged(String reason) {
    return stopped(" is damaged", reason);
  }

  private MediaException stopped(String what, String reason) {
    String time = String.format(Locale.ROOT, "%.2f s", clock.last().toNanos() / 1e9);
    return new MediaException(file + what + " after " + time + " (frame " + index + "): " + reason);
  }

  /**
   * Ends reading and releases the file and the decoder. Waits for a frame that is being read, but
   * not for a file system that does not answer: then that read releases them when it returns.
   * Further calls do nothing.
   */
  @Override
  public void close() {
    closed = true;
    interruption.stop();
    if (reading.tryLock() || waitForFrame()) {
      leave();
    }
  }

  private boolean waitForFrame() {
    try {
      return reading.tryLock(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void leave() {
    if (closed && !released && reading.getHoldCount() == 1) {
      released = true;
      converter.close();
      decoder.close();
    }
    reading.unlock();
  }
}
