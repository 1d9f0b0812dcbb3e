package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.benchmarks.Callers;
import org.bytedeco.opencv.global.opencv_core;

/** Two callers of one pipeline against one. Each call keeps to the thread that makes it. */
record TwoThreadsCheck(ClassifierOpener opener, String model, Image frame) implements Check {
  @Override
  public Finding measure() throws Exception {
    try (EmotionClassifier classifier = opener.open(model, 1);
        Pipeline pipeline = Pipeline.builder().detector("haar").classifier(classifier).build();
        Callers callers = new Callers()) {
      opencv_core.setNumThreads(1);
      Runnable analyze = () -> pipeline.analyze(frame);
      return Gain.measure(
          model,
          Limit.TWO_THREADS,
          () -> callers.callsPerSecond(1, analyze),
          () -> callers.callsPerSecond(2, analyze));
    }
  }
}
