package io.github.deepfer.benchmarks.peers;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.benchmarks.Callers;
import io.github.deepfer.benchmarks.Classifiers;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Turns;
import io.github.deepfer.models.face.FaceModelProvider;
import io.github.deepfer.onnx.detect.OnnxDetectorBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the time of a frame grows with its faces and its pixels, and the throughput with the callers,
 * as CSV for charts.py, with the default detector on one thread. One is a frame of 640x480 pixels
 * with one face and {@code lite}, and the throughput of one caller.
 */
public final class Growth {
  private static final List<String> MODELS = List.of("cnn", "lite", "lite-int8");
  private static final int[] FACES = {0, 1, 2, 5, 10, 20};
  private static final int[][] SIZES = {{320, 240}, {640, 480}, {1280, 720}, {1920, 1080}};
  private static final int ROUNDS = 15;

  private Growth() {}

  public static void main(String[] args) throws Exception {
    Classifiers.warmUp();
    System.out.println("chart,line,x,y");
    try (FaceDetector detector = open()) {
      double one = measure(detector, "lite", List.of(Frames.group(640, 480, 1)))[0];
      for (String model : MODELS) {
        List<Image> frames = Arrays.stream(FACES).mapToObj(n -> Frames.group(640, 480, n)).toList();
        double[] nanos = measure(detector, model, frames);
        for (int i = 0; i < FACES.length; i++) {
          print("faces", model, FACES[i], nanos[i] / one);
        }
      }
      List<Image> frames =
          Arrays.stream(SIZES).map(size -> Frames.group(size[0], size[1], 1)).toList();
      double[] nanos = measure(detector, "lite", frames);
      for (int i = 0; i < SIZES.length; i++) {
        print("pixels", "lite", SIZES[i][0] * SIZES[i][1], nanos[i] / one);
      }
      measureCallers(detector);
    }
  }

  private static FaceDetector open() {
    return new OnnxDetectorBackend()
        .open(new FaceModelProvider().model(), BackendOptions.builder().threads(1).build());
  }

  private static double[] measure(FaceDetector detector, String model, List<Image> frames) {
    try (EmotionClassifier classifier = Classifiers.open(model, 1);
        Pipeline pipeline = Pipeline.builder().detector(detector).classifier(classifier).build()) {
      List<Runnable> works = new ArrayList<>();
      frames.forEach(frame -> works.add(() -> pipeline.analyze(frame)));
      return Turns.of(Clock.PROCESSOR, works.toArray(Runnable[]::new))
          .nanosPerCall(Duration.ofSeconds(3));
    }
  }

  private static void measureCallers(FaceDetector detector) throws Exception {
    Image frame = Frames.group(320, 240, 1);
    int most = Runtime.getRuntime().availableProcessors();
    try (EmotionClassifier classifier = Classifiers.open("lite", 1);
        Pipeline pipeline = Pipeline.builder().detector(detector).classifier(classifier).build();
        Callers callers = new Callers()) {
      double[][] gains = new double[most][ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        double one = callers.callsPerSecond(1, () -> pipeline.analyze(frame));
        for (int count = 1; count <= most; count++) {
          double sum = callers.callsPerSecond(count, () -> pipeline.analyze(frame));
          gains[count - 1][round] = sum / one;
        }
      }
      for (int count = 1; count <= most; count++) {
        Arrays.sort(gains[count - 1]);
        print("callers", "lite", count, gains[count - 1][ROUNDS / 2]);
      }
    }
  }

  private static void print(String chart, String line, int x, double y) {
    System.out.printf(Locale.ROOT, "%s,%s,%d,%.3f%n", chart, line, x, y);
  }
}
