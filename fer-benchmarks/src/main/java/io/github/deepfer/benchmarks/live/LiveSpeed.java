package io.github.deepfer.benchmarks.live;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.api.video.LiveLoop;
import io.github.deepfer.api.video.LiveStatistics;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.models.face.FaceModelProvider;
import io.github.deepfer.onnx.detect.OnnxDetectorBackend;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures live analysis with {@code lite} beside a plain sequential loop: {@code LiveSpeed
 * [yunet.onnx]}. A row per size and detector. {@code plain} are the plain loop's frames per second
 * (with OpenCV's Haar beside our own detector), {@code live} those of a live loop that gets frames
 * as fast as it takes them, {@code 1 in 5} the same if faces are searched on every fifth frame
 * only; {@code visible} is what the live loop loses by the classifier. {@code p50} and {@code p99}
 * are latencies at 30 frames a second, {@code dropped} the part of frames that did not keep up with
 * them. The classifier has one thread, so that the detector has the other cores.
 */
public final class LiveSpeed {
  private static final int FRAMES = 90;
  private static final int PLAIN_FRAMES = 15;
  private static final int WARM_UP = 60;
  private static final int SELDOM = 5;

  private LiveSpeed() {}

  /**
   * Prints the table.
   *
   * @param args YuNet's model, for its rows too
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.printf(
        "%-10s %-8s %7s %7s %7s %7s %8s %8s %8s %8s%n",
        "size",
        "detector",
        "plain",
        "live",
        "ratio",
        "1 in 5",
        "visible",
        "p50 ms",
        "p99 ms",
        "dropped");
    for (Film film : List.of(Film.of(640, 480, FRAMES), Film.of(1280, 720, FRAMES))) {
      for (Map.Entry<String, Supplier<FaceDetector>> entry : detectors(args).entrySet()) {
        try (FaceDetector detector = entry.getValue().get()) {
          row(film, entry.getKey(), detector, args);
        }
      }
    }
  }

  private static Map<String, Supplier<FaceDetector>> detectors(String[] args) {
    Map<String, Supplier<FaceDetector>> detectors = new LinkedHashMap<>();
    detectors.put("face", () -> open(new FaceModelProvider().model()));
    detectors.put("haar", () -> HaarFaceDetector.builder().build());
    if (args.length > 0) {
      detectors.put("yunet", () -> open(Model.ofFile(Path.of(args[0]))));
    }
    return detectors;
  }

  private static FaceDetector open(Model model) {
    return new OnnxDetectorBackend().open(model, BackendOptions.DEFAULT);
  }

  private static void row(Film film, String name, FaceDetector detector, String[] args)
      throws IOException, InterruptedException {
    double alone;
    try (NoClassifier none = new NoClassifier();
        Pipeline pipeline = Pipeline.builder().detector(detector).classifier(none).build()) {
      warmUp(film, pipeline);
      alone = live(film.unpaced(), pipeline, 1, true).framesPerSecond();
    }
    try (Pipeline pipeline =
            Pipeline.builder().detector(detector).classifier("lite").threads(1).build();
        PlainLoop plain =
            name.equals("yunet")
                ? PlainLoop.yunet(pipeline, Path.of(args[0]), film.width(), film.height())
                : PlainLoop.haar(pipeline)) {
      warmUp(film, pipeline);
      double plainRate = rate(film, plain);
      double rate = live(film.unpaced(), pipeline, 1, true).framesPerSecond();
      double seldom = live(film.unpaced(), pipeline, SELDOM, true).framesPerSecond();
      LiveStatistics paced = live(film.paced(), pipeline, 1, false);
      System.out.printf(
          Locale.ROOT,
          "%-10s %-8s %7.1f %7.1f %7.1f %7.1f %7.1f%% %8.1f %8.1f %7.1f%%%n",
          film.width() + "x" + film.height(),
          name,
          plainRate,
          rate,
          rate / plainRate,
          seldom,
          100 * Math.max(0, 1 - rate / alone),
          millis(paced.medianLatency()),
          millis(paced.p99Latency()),
          100.0 * paced.dropped() / paced.captured());
    }
  }

  private static void warmUp(Film film, Pipeline pipeline) {
    for (Frame frame : film.frames().subList(0, WARM_UP)) {
      pipeline.analyze(frame.image());
    }
  }

  private static double rate(Film film, PlainLoop plain) {
    for (int i = 0; i < PLAIN_FRAMES; i++) {
      // Spread over the film, so that they show what all of it shows.
      plain.analyze(film.frames().get(i * FRAMES / PLAIN_FRAMES).image());
    }
    return PLAIN_FRAMES * 1e9 / plain.nanos();
  }

  private static LiveStatistics live(
      FrameSource source, Pipeline pipeline, int every, boolean lossless)
      throws InterruptedException {
    VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).detectEvery(every).build();
    LiveLoop.FrameHandler nothing = (frame, found, latency) -> {};
    try (LiveLoop loop =
        lossless
            ? LiveLoop.startEveryFrame(source, analyzer, nothing)
            : LiveLoop.start(source, analyzer, nothing)) {
      loop.await();
      return loop.statistics();
    }
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
