package io.github.deepfer.benchmarks.endurance;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.LiveLoop;
import io.github.deepfer.api.video.VideoAnalyzer;
import java.util.concurrent.CountDownLatch;

/** A live loop to its end, and one that is closed in the middle. */
final class Live implements Work {
  private static final int SHOWN_BEFORE_CLOSE = 3;

  private final Pipeline pipeline;

  Live(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public String name() {
    return "live";
  }

  @Override
  public void run(int turn) throws InterruptedException {
    try (LiveLoop loop =
        LiveLoop.startEveryFrame(Frames.source(), analyzer(), (frame, found, latency) -> {})) {
      loop.await();
    }
    CountDownLatch shown = new CountDownLatch(SHOWN_BEFORE_CLOSE);
    try (LiveLoop loop =
        LiveLoop.startEveryFrame(
            Frames.source(), analyzer(), (frame, found, latency) -> shown.countDown())) {
      shown.await();
      if (loop.statistics().captured() < SHOWN_BEFORE_CLOSE) {
        throw new AssertionError(loop.statistics().toString());
      }
    }
  }

  private VideoAnalyzer analyzer() {
    return VideoAnalyzer.builder(pipeline).detectEvery(2).build();
  }
}
