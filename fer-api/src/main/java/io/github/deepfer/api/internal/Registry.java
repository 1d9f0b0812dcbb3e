package io.github.deepfer.api.internal;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.spi.ClassifierBackend;
import io.github.deepfer.api.spi.DetectorBackend;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Provider;
import io.github.deepfer.api.spi.Task;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * All providers that the context class loader and the library's own one see. The only place that
 * uses ServiceLoader.
 */
public final class Registry {
  private final Providers<Provider> detectors;
  private final Providers<RunnableModel> classifiers;
  private final Backends<DetectorBackend> detectorBackends;
  private final Backends<ClassifierBackend> classifierBackends;
  private final Providers<ImageDecoderProvider> decoders;

  private Registry(ClassLoader context) {
    detectorBackends =
        new Backends<>(
            "face detector",
            find(ProviderKind.DETECTOR_BACKEND, DetectorBackend.class, context),
            DetectorBackend::format);
    classifierBackends =
        new Backends<>(
            "classifier",
            find(ProviderKind.CLASSIFIER_BACKEND, ClassifierBackend.class, context),
            ClassifierBackend::format);
    Providers<ModelProvider> models = find(ProviderKind.MODEL, ModelProvider.class, context);
    classifiers =
        models.select(
            ProviderKind.CLASSIFIER,
            model -> model.task() == Task.CLASSIFY,
            model -> new RunnableModel(model, classifierBackends));
    Providers<Provider> detectingModels =
        models.select(
            ProviderKind.DETECTOR,
            model -> model.task() == Task.DETECT,
            model -> new RunnableModel(model, detectorBackends));
    detectors =
        detectingModels.and(find(ProviderKind.DETECTOR, FaceDetectorProvider.class, context));
    decoders = decoders(context);
  }

  static Providers<ImageDecoderProvider> decoders(ClassLoader context) {
    return find(ProviderKind.IMAGE_DECODER, ImageDecoderProvider.class, context);
  }

  private static <P extends Provider> Providers<P> find(
      ProviderKind kind, Class<P> type, ClassLoader context) {
    return Providers.load(
        kind,
        List.of(
            ServiceLoader.load(type, context),
            ServiceLoader.load(type, Registry.class.getClassLoader())));
  }

  /**
   * Looks for providers.
   *
   * @return all that are there now
   */
  public static Registry load() {
    return new Registry(contextLoader());
  }

  /**
   * Opens a detector that was discovered.
   *
   * @param asked the id that the user named, if any; else that of the system property {@code
   *     fer.detector}, else the best
   * @param options how it shall work
   * @return an open detector
   */
  public FaceDetector openDetector(Optional<String> asked, BackendOptions options) {
    Provider chosen = detectors.choose(asked.or(() -> property("fer.detector")));
    return chosen instanceof RunnableModel model
        ? openDetector(model.provider().model(), options)
        : ((FaceDetectorProvider) chosen).open(options);
  }

  /**
   * Opens a detecting model.
   *
   * @param model the model
   * @param options how it shall work
   * @return an open detector, of the best backend that runs the model's format
   */
  public FaceDetector openDetector(Model model, BackendOptions options) {
    return detectorBackends.of(model).open(model, options);
  }

  /**
   * Opens an emotion model that was discovered.
   *
   * @param asked the id that the user named, if any; else that of the system property {@code
   *     fer.classifier}, else the best
   * @param options how it shall work
   * @return an open classifier
   */
  public EmotionClassifier openClassifier(Optional<String> asked, BackendOptions options) {
    RunnableModel chosen = classifiers.choose(asked.or(() -> property("fer.classifier")));
    return openClassifier(chosen.provider().model(), options);
  }

  /**
   * Opens an emotion model.
   *
   * @param model the model
   * @param options how it shall work
   * @return an open classifier, of the best backend that runs the model's format
   */
  public EmotionClassifier openClassifier(Model model, BackendOptions options) {
    return classifierBackends.of(model).open(model, options);
  }

  /**
   * Everything found.
   *
   * @return detectors, classifiers, their backends, image decoders
   */
  public List<ProviderStatus> statuses() {
    // What is broken may have been a detector or a classifier: both report it.
    return Stream.of(
            detectors, classifiers, detectorBackends.all(), classifierBackends.all(), decoders)
        .flatMap(providers -> providers.statuses().stream())
        .distinct()
        .toList();
  }

  static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
  }

  static ClassLoader contextLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : ClassLoader.getSystemClassLoader();
  }
}
