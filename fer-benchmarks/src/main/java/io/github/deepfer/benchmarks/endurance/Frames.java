package io.github.deepfer.benchmarks.endurance;

import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.sample.SampleVideo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Frames of three people, drawn beforehand. */
final class Frames {
  static final int WIDTH = 320;
  static final int HEIGHT = 240;
  private static final int COUNT = 25;

  /** By then all three are there. */
  private static final Duration START = Duration.ofSeconds(9);

  static final List<Frame> ALL = draw();

  private Frames() {}

  private static List<Frame> draw() {
    SampleVideo film = SampleVideo.of(WIDTH, HEIGHT);
    return IntStream.range(0, COUNT)
        .mapToObj(
            i -> {
              Duration time = Duration.ofSeconds(i).dividedBy(SampleVideo.FRAME_RATE);
              return new Frame(i, time, film.frameAt(START.plus(time)));
            })
        .toList();
  }

  /** As fast as they are taken. */
  static FrameSource source() {
    AtomicInteger next = new AtomicInteger();
    return new FrameSource() {
      @Override
      public @Nullable Frame next() {
        int index = next.getAndIncrement();
        return index < COUNT ? ALL.get(index) : null;
      }

      @Override
      public void close() {}
    };
  }
}
