package io.github.deepfer.cli.doctor;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.github.deepfer.api.Availability.Available;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FerException;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.cli.support.Display;
import io.github.deepfer.cli.support.Failures;
import io.github.deepfer.cli.support.Version;
import io.github.deepfer.report.Diagnosis;
import io.github.deepfer.report.Diagnosis.Check;
import io.github.deepfer.report.chart.Charts;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Tries each part of the library, so that missing natives show up here and not at work. */
final class Examination {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  /** A PNG of 1x1 grey pixels. */
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

  private final List<Check> checks = new ArrayList<>();
  private final List<ModelInfo> models = new ArrayList<>();

  static Diagnosis run() {
    return new Examination().examine();
  }

  private Diagnosis examine() {
    List<ProviderStatus> providers = Pipeline.providers();
    attempt("decode a picture", () -> Image.decode(Base64.getDecoder().decode(PNG)));
    Optional<RuntimeInfo> pipeline =
        attempt("find faces with the default pipeline", Examination::analyzeWithDefaults);
    for (ProviderStatus status : providers) {
      if (status.kind() == ProviderKind.CLASSIFIER && status.availability() instanceof Available) {
        attempt("classify a face with " + status.id(), () -> classify(status.id()));
      }
    }
    Optional<List<String>> executionProviders =
        attempt("load ONNX Runtime", Examination::executionProviders);
    Optional<String> noWindow = Display.problemElsewhere();
    // As the commands that draw them.
    Display.doWithout();
    checks.add(new Check("draw charts", false, Charts.problem().or(Charts::textProblem)));
    checks.add(new Check("open a window", false, noWindow));
    return new Diagnosis(
        versions(),
        providers,
        executionProviders.orElse(List.of()),
        pipeline,
        gpuProblem(),
        models,
        checks);
  }

  private static RuntimeInfo analyzeWithDefaults() {
    try (Pipeline pipeline = Pipeline.create()) {
      pipeline.analyze(picture());
      return pipeline.runtimeInfo();
    }
  }

  private boolean classify(String id) {
    FaceCrop face = new FaceCrop(HEIGHT / 4f, HEIGHT / 4f, HEIGHT / 2f, HEIGHT / 2f);
    try (EmotionClassifier classifier = Pipeline.builder().classifier(id).openClassifier()) {
      classifier.classify(picture(), List.of(face));
      return models.addAll(classifier.info().models());
    }
  }

  /** No failed check: a machine without a GPU is a sound one. */
  private static Optional<String> gpuProblem() {
    try (EmotionClassifier classifier =
        Pipeline.builder().gpu(GpuPolicy.REQUIRE).openClassifier()) {
      return Optional.ofNullable(classifier.info().fallback());
    } catch (FerException e) {
      return Optional.of(Failures.message(e));
    }
  }

  private static List<String> executionProviders() {
    return OrtEnvironment.getAvailableProviders().stream().map(OrtProvider::getName).toList();
  }

  private <T> Optional<T> attempt(String name, Callable<T> trial) {
    try {
      T result = trial.call();
      checks.add(new Check(name, true, Optional.empty()));
      return Optional.of(result);
    } catch (Exception | LinkageError e) {
      checks.add(new Check(name, true, Optional.of(Failures.message(e))));
      return Optional.empty();
    }
  }

  private static Image picture() {
    byte[] pixels = new byte[WIDTH * HEIGHT];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % WIDTH * 255 / WIDTH);
    }
    return Image.wrap(pixels, WIDTH, HEIGHT, PixelFormat.GRAY);
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("deepfer", Version.deepfer());
    versions.put("java", System.getProperty("java.vm.version"));
    versions.put("javaHome", System.getProperty("java.home"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    versions.put("arch", System.getProperty("os.arch"));
    versions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    versions.put("memoryLimitMiB", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
    return versions;
  }
}
