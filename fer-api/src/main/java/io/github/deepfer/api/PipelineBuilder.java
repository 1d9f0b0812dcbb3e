package io.github.deepfer.api;

import io.github.deepfer.api.internal.Registry;
import io.github.deepfer.api.spi.BackendOptions;
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
 * priority. Of several calls that choose the same thing the last one counts. Not thread-safe.
 */
public final class PipelineBuilder {
  private Choice<FaceDetector> detector = new Choice.Best<>();
  private Choice<EmotionClassifier> classifier = new Choice.Best<>();
  private final BackendOptions.Builder options = BackendOptions.builder();
  private final Map<String, String> detectorOptions = new HashMap<>();
  private final Map<String, String> classifierOptions = new HashMap<>();
  private float minScore;
  private FaceQuality.@Nullable Limits minQuality;

  PipelineBuilder() {}

  /**
   * Chooses a discovered detector.
   *
   * @param id its id, for example {@code haar} or {@code yunet}
   * @return this builder
   */
  public PipelineBuilder detector(String id) {
    detector = new Choice.ById<>(Objects.requireNonNull(id, "id"));
    return this;
  }

  /**
   * Uses an open detector. The caller closes it, after the pipeline.
   *
   * @param open the detector
   * @return this builder
   */
  public PipelineBuilder detector(FaceDetector open) {
    detector = new Choice.Opened<>(Objects.requireNonNull(open, "open"));
    return this;
  }

  /**
   * Uses a model file as the detector.
   *
   * @param file the model, for example {@link Model#ofFile}
   * @return this builder
   */
  public PipelineBuilder detector(Model file) {
    detector = new Choice.OfModel<>(Objects.requireNonNull(file, "file"));
    return this;
  }

  /**
   * Chooses a discovered classifier.
   *
   * @param id its id, for example {@code cnn}
   * @return this builder
   */
  public PipelineBuilder classifier(String id) {
    classifier = new Choice.ById<>(Objects.requireNonNull(id, "id"));
    return this;
  }

  /**
   * Uses an open classifier. The caller closes it, after the pipeline.
   *
   * @param open the classifier
   * @return this builder
   */
  public PipelineBuilder classifier(EmotionClassifier open) {
    classifier = new Choice.Opened<>(Objects.requireNonNull(open, "open"));
    return this;
  }

  /**
   * Uses a model file as the classifier.
   *
   * @param file the model, for example {@link Model#ofFile}
   * @return this builder
   */
  public PipelineBuilder classifier(Model file) {
    classifier = new Choice.OfModel<>(Objects.requireNonNull(file, "file"));
    return this;
  }

  /**
   * Says whether the models run on a GPU, the detector's as the classifier's. A detector without a
   * model runs on the CPU whatever the policy is.
   *
   * @param policy {@link GpuPolicy#OFF} unless set
   * @return this builder
   */
  public PipelineBuilder gpu(GpuPolicy policy) {
    options.gpu(policy);
    return this;
  }

  /**
   * Sets how many threads compute one detection or one classification.
   *
   * @param count 0, the default, leaves it to the backend
   * @return this builder
   * @throws IllegalArgumentException if it is negative or above {@link BackendOptions#MAX_THREADS}
   */
  public PipelineBuilder threads(int count) {
    options.threads(count);
    return this;
  }

  /**
   * Sets an option that a backend defines, such as {@code onnx.device}, for the detector and the
   * classifier.
   *
   * @param key begins with the backend's id and a dot; other backends ignore it
   * @param value its value
   * @return this builder
   */
  public PipelineBuilder option(String key, String value) {
    options.option(key, value);
    return this;
  }

  /**
   * Sets an option that a backend defines for the detector alone. It counts more than {@link
   * #option}.
   *
   * @param key begins with the backend's id and a dot; other backends ignore it
   * @param value its value
   * @return this builder
   */
  public PipelineBuilder detectorOption(String key, String value) {
    return put(detectorOptions, key, value);
  }

  /**
   * Sets an option that a backend defines for the classifier alone. It counts more than {@link
   * #option}.
   *
   * @param key begins with the backend's id and a dot; other backends ignore it
   * @param value its value
   * @return this builder
   */
  public PipelineBuilder classifierOption(String key, String value) {
    return put(classifierOptions, key, value);
  }

  private PipelineBuilder put(Map<String, String> map, String key, String value) {
    map.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Chooses an output of a classifier that has several. A classifier that has no such output cannot
   * be opened.
   *
   * @param output its name; the model's own choice unless set
   * @return this builder
   */
  public PipelineBuilder head(String output) {
    options.head(Objects.requireNonNull(output, "output"));
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
    options.minFaceSize(pixels);
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
   * Classifies only faces that can be seen well enough. Those that fall short are not lost: {@link
   * Analysis#rejected()} lists them with the reasons. {@link Pipeline#detect} leaves them out, and
   * so does a video: on a frame on which a face falls short, it counts as not found.
   *
   * @param limits for example {@link FaceQuality.Limits#DEFAULT}. Without this call every face is
   *     classified, and its {@link FaceQuality#usable()} is only a remark
   * @return this builder
   */
  public PipelineBuilder minQuality(FaceQuality.Limits limits) {
    minQuality = Objects.requireNonNull(limits, "limits");
    return this;
  }

  /**
   * Opens what was chosen, detector and classifier side by side. If one of them cannot be opened,
   * the other is closed again.
   *
   * @return a pipeline that the caller closes
   * @throws ProviderException if nothing fits, naming all that was found, or it cannot run here
   * @throws ModelException if a model file is missing or damaged
   */
  public Pipeline build() {
    Registry registry = Registry.load();
    OpeningAside<EmotionClassifier> opening =
        OpeningAside.start("fer-open-classifier", () -> openClassifier(registry));
    List<AutoCloseable> owned = new ArrayList<>();
    FaceDetector usedDetector;
    try {
      usedDetector = openDetector(registry);
    } catch (RuntimeException | Error e) {
      closeAfter(e, opening);
      throw e;
    }
    if (!(detector instanceof Choice.Opened)) {
      owned.add(usedDetector);
    }
    try {
      EmotionClassifier usedClassifier = opening.await();
      if (!(classifier instanceof Choice.Opened)) {
        owned.add(usedClassifier);
      }
      return new Pipeline(usedDetector, usedClassifier, minScore, minQuality, owned);
    } catch (RuntimeException | Error e) {
      closeAfter(e, owned);
      throw e;
    }
  }

  private void closeAfter(Throwable failure, OpeningAside<EmotionClassifier> opening) {
    try {
      EmotionClassifier opened = opening.await();
      if (!(classifier instanceof Choice.Opened)) {
        opened.close();
      }
    } catch (RuntimeException | Error e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  /**
   * Opens what was chosen as the detector, without a classifier.
   *
   * @return a detector that the caller closes; the very one that was handed over, if one was
   * @throws ProviderException as {@link #build}
   * @throws ModelException as {@link #build}
   */
  public FaceDetector openDetector() {
    return openDetector(Registry.load());
  }

  /**
   * Opens what was chosen as the classifier, without a detector: for faces that are cropped
   * already.
   *
   * @return a classifier that the caller closes; the very one that was handed over, if one was
   * @throws ProviderException as {@link #build}
   * @throws ModelException as {@link #build}
   */
  public EmotionClassifier openClassifier() {
    return openClassifier(Registry.load());
  }

  private FaceDetector openDetector(Registry registry) {
    if (detector instanceof Choice.Opened<FaceDetector> opened) {
      return opened.open();
    }
    BackendOptions chosen = backendOptions(detectorOptions);
    return detector instanceof Choice.OfModel<FaceDetector> file
        ? registry.openDetector(file.model(), chosen)
        : registry.openDetector(idOf(detector), chosen);
  }

  private EmotionClassifier openClassifier(Registry registry) {
    if (classifier instanceof Choice.Opened<EmotionClassifier> opened) {
      return opened.open();
    }
    BackendOptions chosen = backendOptions(classifierOptions);
    return classifier instanceof Choice.OfModel<EmotionClassifier> file
        ? registry.openClassifier(file.model(), chosen)
        : registry.openClassifier(idOf(classifier), chosen);
  }

  private static <T> Optional<String> idOf(Choice<T> choice) {
    return choice instanceof Choice.ById<T> named ? Optional.of(named.id()) : Optional.empty();
  }

  private BackendOptions backendOptions(Map<String, String> ofOneSide) {
    return options.build().toBuilder().options(ofOneSide).build();
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
