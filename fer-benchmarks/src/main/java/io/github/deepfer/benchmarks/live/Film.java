package io.github.deepfer.benchmarks.live;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.sample.SampleVideo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Three people of the sample film, drawn beforehand, 30 frames a second.
 *
 * @param width width in pixels
 * @param height height in pixels
 * @param frames the frames
 */
record Film(int width, int height, List<Frame> frames) {
  static final int RATE = 30;

  /** By then all three are there. */
  private static final Duration START = Duration.ofSeconds(9);

  static Film of(int width, int height, int frames) {
    SampleVideo film = SampleVideo.of(width, height);
    return new Film(
        width,
        height,
        IntStream.range(0, frames)
            .mapToObj(
                i -> {
                  Duration time = Duration.ofSeconds(1).multipliedBy(i).dividedBy(RATE);
                  Image image = film.frameAt(START.plus(time));
                  return new Frame(i, time, image);
                })
            .toList());
  }

  /** As fast as they are taken. */
  FrameSource unpaced() {
    return new Playback(false);
  }

  /** Each at its time, as from a camera. */
  FrameSource paced() {
    return new Playback(true);
  }

  private final class Playback implements FrameSource {
    private final boolean paced;
    private final CountDownLatch closed = new CountDownLatch(1);
    private int next;
    private long start;

    Playback(boolean paced) {
      this.paced = paced;
    }

    @Override
    public @Nullable Frame next() {
      if (next == frames.size()) {
        return null;
      }
      Frame frame = frames.get(next++);
      if (!paced) {
        return frame;
      }
      long now = System.nanoTime();
      start = frame.index() == 0 ? now : start;
      long early = start + frame.time().toNanos() - now;
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
    }
  }
}
