package io.github.deepfer.benchmarks.guard;

import com.sun.management.ThreadMXBean;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Bytes that a whole call allocates on the heap once it is compiled. */
record AllocationCheck(ClassifierOpener opener, String detector, String model, Image frame)
    implements Check {
  private static final int BATCHES = 12;
  private static final int CALLS = 20;

  @Override
  public Finding measure() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (EmotionClassifier classifier = opener.open(model, 1);
        Pipeline pipeline = Pipeline.builder().detector(detector).classifier(classifier).build()) {
      int faces = pipeline.analyze(frame).faces().size();
      double least = Double.POSITIVE_INFINITY;
      // The compiler does away with part of the objects, after some hundred calls.
      for (int batch = 0; batch < BATCHES; batch++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
          pipeline.analyze(frame);
        }
        long after = threads.getCurrentThreadAllocatedBytes();
        least = Math.min(least, (double) (after - before) / CALLS);
      }
      return new Finding(
          detector + ", " + model + ", " + faces + (faces == 1 ? " face" : " faces"),
          Limit.BYTES_PER_CALL,
          least,
          Limit.BYTES_PER_CALL.value() + faces * Limit.BYTES_PER_FACE.value(),
          String.format(Locale.ROOT, "%.0f bytes a face", least / faces));
    }
  }
}
