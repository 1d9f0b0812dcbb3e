package io.github.deepfer.cli.webcam;

import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A video at its own speed, as if it were a camera. */
final class Paced implements FrameSource {
  private final FrameSource video;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long start = -1;

  Paced(FrameSource video) {
    this.video = video;
  }

  @Override
  public @Nullable Frame next() {
    Frame frame = video.next();
    if (frame == null) {
      return null;
    }
    if (start < 0) {
      start = System.nanoTime() - frame.time().toNanos();
    }
    long early = start + frame.time().toNanos() - System.nanoTime();
    try {
      return closed.await(early, TimeUnit.NANOSECONDS) ? null : frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    video.close();
  }
}
