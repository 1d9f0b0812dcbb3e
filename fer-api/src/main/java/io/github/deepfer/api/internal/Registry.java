package io.github.deepfer.api.internal;

import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.EmotionClassifierProvider;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.Model;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * All providers that the context class loader and the library's own one see. The only place that
 * uses ServiceLoader.
 */
public final class Registry {
  private final Providers<FaceDetectorProvider> detectors;
  private final Providers<EmotionClassifierProvider> backends;
  private final Providers<ModelProvider> models;
  private final Providers<ImageDecoderProvider> decoders;

  private Registry(ClassLoader context) {
    detectors = find("detector", FaceDetectorProvider.class, context);
    backends = find("classifier-backend", EmotionClassifierProvider.class, context);
    models = find("classifier", ModelProvider.class, context);
    decoders = decoders(context);
  }

  static Providers<ImageDecoderProvider> decoders(ClassLoader context) {
    return find("image-decoder", ImageDecoderProvider.class, context);
  }

  private static <P extends Provider> Providers<P> find(
      String kind, Class<P> type, ClassLoader context) {
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
   * Chooses a detector.
   *
   * @param asked the id the user named, if any
   * @return the detector's provider
   */
  public FaceDetectorProvider detector(Optional<String> asked) {
    return detectors.choose(asked.or(() -> property("fer.detector")));
  }

  /**
   * Chooses what runs a detector's model. A provider that is unavailable without a file is fine;
   * one that misses its natives says so when it is opened.
   *
   * @param model the model
   * @return the provider of the highest priority of those that take the model's format
   */
  public FaceDetectorProvider detectorFor(Model model) {
    return detectors
        .matching(provider -> model.format().equals(provider.format()))
        .first()
        .orElseThrow(
            () ->
                new ProviderException(
                    "nothing here runs face detector "
                        + model.id()
                        + " of format "
                        + model.format()
                        + "; add the backend that does, fer-onnx for onnx; detectors found: "
                        + detectors.describe()));
  }

  /**
   * Chooses an emotion model.
   *
   * @param asked the id the user named, if any
   * @return the model
   */
  public Model classifier(Optional<String> asked) {
    return models.choose(asked.or(() -> property("fer.classifier"))).model();
  }

  /**
   * Chooses what runs a model.
   *
   * @param model the model
   * @return the best backend of the model's format
   */
  public EmotionClassifierProvider backendFor(Model model) {
    Providers<EmotionClassifierProvider> fitting =
        backends.matching(backend -> backend.format().equals(model.format()));
    if (fitting.sound().isEmpty()) {
      throw new ProviderException(
          "nothing here runs classifier "
              + model.id()
              + " of format "
              + model.format()
              + "; add the backend that does, fer-onnx for onnx; backends found: "
              + backends.describe());
    }
    return fitting.choose(Optional.empty());
  }

  /**
   * Everything found.
   *
   * @return detectors, classifiers, classifier backends, image decoders
   */
  public List<ProviderStatus> statuses() {
    List<ProviderStatus> all = new ArrayList<>(detectors.statuses());
    all.addAll(models.statuses());
    all.addAll(backends.statuses());
    all.addAll(decoders.statuses());
    return List.copyOf(all);
  }

  static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
  }

  static ClassLoader contextLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : ClassLoader.getSystemClassLoader();
  }
}
