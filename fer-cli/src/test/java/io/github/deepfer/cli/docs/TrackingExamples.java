package io.github.deepfer.cli.docs;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.api.video.LiveLoop;
import io.github.deepfer.api.video.LiveStatistics;
import io.github.deepfer.api.video.TrackEvent;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.opencv.draw.VideoOverlay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The code of docs/tracking.md: what stands between the marks stands there. */
final class TrackingExamples {
  private TrackingExamples() {}

  static void film(Path file, Consumer<TrackEvent> log) {
    // example film
    try (Pipeline pipeline = Pipeline.create();
        VideoReader video = VideoReader.open(file)) {
      VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).detectEvery(5).build();
      for (Frame frame = video.next(); frame != null; frame = video.next()) {
        TrackedFrame found = analyzer.analyze(frame.image(), frame.time());
        found.events().forEach(log);
      }
    }
    // end
  }

  static LiveStatistics live(Supplier<FrameSource> camera, Consumer<Image> window)
      throws InterruptedException {
    // example live
    VideoOverlay overlay = new VideoOverlay();
    // One thread for the classifier, so that it leaves the detector a core.
    try (Pipeline pipeline = Pipeline.builder().threads(1).build();
        LiveLoop loop =
            LiveLoop.start(
                FrameSource.reopening(camera, 5, Duration.ofSeconds(1)),
                VideoAnalyzer.builder(pipeline).build(),
                (frame, found, latency) ->
                    window.accept(
                        overlay.draw(frame.image(), found, latency.toMillis() + " ms")))) {
      loop.await();
      return loop.statistics();
    }
    // end
  }
}
