package io.github.deepfer.benchmarks;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.classify.OnnxClassifierBackend;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Classifiers by themselves, without a pipeline around them. */
public final class Classifiers {
  private static final int WARM_UP_CALLS = 8000;

  private Classifiers() {}

  /**
   * Opens a classifier.
   *
   * @param modelId a model on the class path
   * @param threads threads that compute one call
   * @return a classifier that the caller closes
   */
  public static EmotionClassifier open(String modelId, int threads) {
    return new OnnxClassifierBackend()
        .open(
            Models.of(modelId),
            BackendOptions.builder().gpu(GpuPolicy.OFF).threads(threads).build());
  }

  /**
   * Opens a classifier whose model computes next to nothing, so that what is timed is what the
   * library does around a run.
   *
   * @return a classifier that the caller closes
   */
  public static EmotionClassifier openEmpty() {
    Model model = new Model("empty", "onnx", null, Classifiers::emptyModel);
    return new OnnxClassifierBackend()
        .open(model, BackendOptions.builder().gpu(GpuPolicy.OFF).threads(1).build());
  }

  /**
   * Gets what the library does around a run compiled. With a real model, which takes a hundred
   * times as long, that would be after minutes.
   */
  public static void warmUp() {
    Image face = Frames.face(48);
    Image frame = Frames.portrait(640, 480);
    List<FaceCrop> crop = List.of(new FaceCrop(200.5f, 100.25f, 200, 200));
    try (EmotionClassifier classifier = openEmpty()) {
      for (int i = 0; i < WARM_UP_CALLS; i++) {
        classifier.classify(face);
        classifier.classify(frame, crop);
      }
    }
  }

  private static InputStream emptyModel() throws IOException {
    InputStream stream = Classifiers.class.getResourceAsStream("empty.onnx");
    if (stream == null) {
      throw new IOException("empty.onnx is missing beside Classifiers");
    }
    return stream;
  }
}
