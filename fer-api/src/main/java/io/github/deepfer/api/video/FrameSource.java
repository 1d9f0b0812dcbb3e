package io.github.deepfer.api.video;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the frames of a video or a camera. One thread reads; {@link #close()} may be called at any
 * time and from any thread.
 */
public interface FrameSource extends AutoCloseable {
  /**
   * Opens a source that is opened anew where it fails, such as a camera whose plug came loose. The
   * numbers and times of its frames go on over the gap. When no try gives a frame, {@link #next()}
   * throws what was lost and why the last try failed; after a frame there are as many tries again.
   *
   * @param opener opens the source, for the first time within this call
   * @param tries how often it is tried to get a frame again, at least 1
   * @param pause the time before each try; {@link #close()} does not wait for it
   * @return the source, which the caller closes
   * @throws io.github.deepfer.api.FerException if the source cannot be opened now
   * @throws IllegalArgumentException if tries is below 1 or the pause negative
   */
  static FrameSource reopening(Supplier<? extends FrameSource> opener, int tries, Duration pause) {
    return new ReopeningSource(opener, tries, pause);
  }

  /**
   * Waits for the next frame.
   *
   * @return the frame, or null at the end
   * @throws io.github.deepfer.api.FerException if the source fails
   * @throws IllegalStateException after {@link #close()}
   */
  @Nullable Frame next();

  /**
   * How long the source claims to be: a video's own word, on which nothing should rest.
   *
   * @return the duration, or empty where there is none, as of a camera
   */
  default Optional<Duration> duration() {
    return Optional.empty();
  }

  @Override
  void close();
}
