package io.github.deepfer.api.video;

import org.jspecify.annotations.Nullable;

/**
 * Gives the frames of a film or a camera. One thread reads; {@link #close()} may be called at any
 * time and from any thread.
 */
public interface FrameSource extends AutoCloseable {
  /**
   * Waits for the next frame.
   *
   * @return the frame, or null at the end
   * @throws io.github.deepfer.api.FerException if the source fails
   * @throws IllegalStateException after {@link #close()}
   */
  @Nullable Frame next();

  @Override
  void close();
}
