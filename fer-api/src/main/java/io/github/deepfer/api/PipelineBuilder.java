package io.github.deepfer.api;

import io.github.deepfer.api.internal.Registry;
import io.github.deepfer.api.spi.ClassifierOptions;
import io.github.deepfer.api.spi.DetectorOptions;
import io.github.deepfer.api.spi.EmotionClassifierProvider;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.api.spi.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a {@link Pipeline} runs. What is not chosen here comes from the system properties
 * {@code fer.detector} and {@code fer.classifier}, and then from the available providers by
 * priority. Not thread-safe.
 */
public final class PipelineBuilder {
  private @Nullable String detectorId;
  private @Nullable FaceDetector detector;
  private @Nullable Model detectorModel;
  private @Nullable String classifierId;
  private @Nullable EmotionClassifier classifier;
  private @Nullable Model model;
  private GpuPolicy gpu = GpuPolicy.OFF;
  private int threads;
  private final Map<String, String> backendOptions = new HashMap<>();
  private int minFaceSize;
  private float minScore;

  PipelineBuilder() {}

  /**
   * Chooses a discovered detector.
   *
   * @param id its id, for example {@code haar}
   * @return this builder
   */
  public PipelineBuilder detector(String id) {
    detectorId = Objects.requireNonNull(id, "id");
    detector = null;
    detectorModel = null;
    return this;
  }

  /**
   * Uses an open detector. The caller closes it, after the pipeline.
   *
   * @param open the detector
   * @return this builder
   */
  public PipelineBuilder detector(FaceDetector open) {
    detector = Objects.requireNonNull(open, "open");
    detectorModel = null;
    return this;
  }

  /**
   * Uses a model file as the detector.
   *
   * @param file the model, for example {@link Model#ofFile}
   * @return this builder
   */
  public PipelineBuilder detector(Model file) {
    detectorModel = Objects.requireNonNull(file, "file");
    detector = null;
    return this;
  }

  /**
   * Chooses a discovered classifier.
   *
   * @param id its id, for example {@code cnn}
   * @return this builder
   */
  public PipelineBuilder classifier(String id) {
    classifierId = Objects.requireNonNull(id, "id");
    classifier = null;
    model = null;
    return this;
  }

  /**
   * Uses an open classifier. The caller closes it, after the pipeline.
   *
   * @param open the classifier
   * @return this builder
   */
  public PipelineBuilder classifier(EmotionClassifier open) {
    classifier = Objects.requireNonNull(open, "open");
    model = null;
    return this;
  }

  /**
   * Uses a model file as the classifier.
   *
   * @param file the model, for example {@link Model#ofFile}
   * @return this builder
   */
  public PipelineBuilder classifier(Model file) {
    model = Objects.requireNonNull(file, "file");
    classifier = null;
    return this;
  }

  /**
   * Says whether the classifier runs on a GPU.
   *
   * @param policy {@link GpuPolicy#OFF} unless set
   * @return this builder
   */
  public PipelineBuilder gpu(GpuPolicy policy) {
    gpu = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets how many threads compute one classification.
   *
   * @param count 0, the default, leaves it to the backend
   * @return this builder
   * @throws IllegalArgumentException if it is negative or above {@link
   *     ClassifierOptions#MOST_THREADS}
   */
  public PipelineBuilder threads(int count) {
    threads = new ClassifierOptions(gpu, count).threads();
    return this;
  }

  /**
   * Sets an option that the classifier's backend defines, such as {@code onnx.device}.
   *
   * @param key begins with the backend's id and a dot
   * @param value its value
   * @return this builder
   */
  public PipelineBuilder option(String key, String value) {
    backendOptions.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Sets the width of the smallest face that is looked for. Larger is faster.
   *
   * @param pixels 0, the default, leaves it to the detector
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public PipelineBuilder minFaceSize(int pixels) {
    minFaceSize = new DetectorOptions(pixels).minFaceSize();
    return this;
  }

  /**
   * Drops faces of which the detector is less sure.
   *
   * @param score least {@link DetectedFace#score()}, in [0, 1]; 0, the default, drops none
   * @return this builder
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public PipelineBuilder minScore(float score) {
    if (!(score >= 0f && score <= 1f)) {
      throw new IllegalArgumentException("the least score must be in [0, 1], got " + score);
    }
    minScore = score;
    return this;
  }

  /**
   * Opens what was chosen. If the classifier cannot be opened, the detector is closed again.
   *
   * @return a pipeline that the caller closes
   * @throws ProviderException if nothing fits, naming all that was found, or it cannot run here
   * @throws ModelException if a model file is missing or damaged
   */
  public Pipeline build() {
    Registry registry = Registry.load();
    List<AutoCloseable> owned = new ArrayList<>();
    try {
      FaceDetector usedDetector = detector;
      if (usedDetector == null) {
        FaceDetectorProvider provider =
            detectorModel != null
                ? registry.detectorFor(detectorModel)
                : registry.detector(Optional.ofNullable(detectorId));
        usedDetector = provider.open(new DetectorOptions(minFaceSize, detectorModel));
        owned.add(usedDetector);
      }
      EmotionClassifier usedClassifier = classifier;
      if (usedClassifier == null) {
        Model chosen =
            model != null ? model : registry.classifier(Optional.ofNullable(classifierId));
        EmotionClassifierProvider backend = registry.backendFor(chosen);
        usedClassifier = backend.open(chosen, new ClassifierOptions(gpu, threads, backendOptions));
        owned.add(usedClassifier);
      }
      return new Pipeline(usedDetector, usedClassifier, minScore, owned);
    } catch (RuntimeException | Error e) {
      closeAfter(e, owned);
      throw e;
    }
  }

  private static void closeAfter(Throwable failure, List<AutoCloseable> owned) {
    try {
      closeAll(owned);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes each even if another fails; the first failure is thrown with the others attached. */
  static void closeAll(List<AutoCloseable> owned) {
    RuntimeException first = null;
    for (AutoCloseable each : owned) {
      try {
        each.close();
      } catch (Exception e) {
        RuntimeException failure =
            e instanceof RuntimeException unchecked
                ? unchecked
                : new InferenceException("closing failed: " + e.getMessage(), e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
