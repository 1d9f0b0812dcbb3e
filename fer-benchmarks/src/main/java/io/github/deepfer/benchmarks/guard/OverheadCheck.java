package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Models;
import io.github.deepfer.benchmarks.RawSession;
import io.github.deepfer.benchmarks.Turns;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import java.time.Duration;
import java.util.Locale;
import org.bytedeco.opencv.global.opencv_core;

/**
 * A call whose detector knows the faces, less the session run alone, against the whole call. The
 * wider of the two allowances holds.
 */
record OverheadCheck(ClassifierOpener opener, String model, Image frame) implements Check {
  @Override
  public Finding measure() throws Exception {
    try (FaceDetector haar = HaarFaceDetector.builder().build();
        EmotionClassifier classifier = opener.open(model, 1)) {
      opencv_core.setNumThreads(1);
      KnownFaces known = KnownFaces.foundBy(haar, frame);
      int faces = known.faces().size();
      try (Pipeline whole = Pipeline.builder().detector(haar).classifier(classifier).build();
          Pipeline undetected = Pipeline.builder().detector(known).classifier(classifier).build();
          RawSession raw = new RawSession(Models.bytes(model), faces, 1)) {
        double[] parts =
            Turns.of(Clock.PROCESSOR, () -> undetected.analyze(frame), raw::run)
                .nanosPerCall(Duration.ofSeconds(2));
        double call =
            Turns.of(Clock.PROCESSOR, () -> whole.analyze(frame)).nanosPerCall(Duration.ZERO)[0];
        double overhead = parts[0] - parts[1];
        double floor = 1000 * Limit.OVERHEAD_MICROSECONDS.value() / call;
        return new Finding(
            model + ", " + faces + (faces == 1 ? " face" : " faces"),
            Limit.OVERHEAD_SHARE,
            overhead / call,
            Math.max(Limit.OVERHEAD_SHARE.value(), floor),
            String.format(
                Locale.ROOT,
                "%.0f us of %.0f us, session run %.0f us",
                overhead / 1000,
                call / 1000,
                parts[1] / 1000));
      }
    }
  }
}
