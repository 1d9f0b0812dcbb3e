package io.github.deepfer.report;

import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.RuntimeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What can run on a machine. Null is refused everywhere.
 *
 * @param versions of DeepFER, Java and the system, by name
 * @param providers every provider found
 * @param executionProviders what the ONNX Runtime at hand was built to compute on
 * @param pipeline what runs by default; empty if nothing can
 * @param gpuProblem why the default classifier cannot run on a GPU; empty if it can
 * @param models the models of every classifier that could be opened, each proven by its self-test
 * @param checks what was tried
 */
public record Diagnosis(
    Map<String, String> versions,
    List<ProviderStatus> providers,
    List<String> executionProviders,
    Optional<RuntimeInfo> pipeline,
    Optional<String> gpuProblem,
    List<ModelInfo> models,
    List<Check> checks) {

  /**
   * Copies the collections; {@code versions} keep their order.
   *
   * @param versions of DeepFER, Java and the system, by name
   * @param providers every provider found
   * @param executionProviders what the ONNX Runtime at hand was built to compute on
   * @param pipeline what runs by default
   * @param gpuProblem why the default classifier cannot run on a GPU
   * @param models those of every classifier that could be opened
   * @param checks what was tried
   */
  public Diagnosis {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    providers = List.copyOf(providers);
    executionProviders = List.copyOf(executionProviders);
    Objects.requireNonNull(pipeline, "pipeline");
    Objects.requireNonNull(gpuProblem, "gpuProblem");
    models = List.copyOf(models);
    checks = List.copyOf(checks);
  }

  /**
   * Something that was really done.
   *
   * @param name what
   * @param needed whether pictures cannot be analyzed without it
   * @param problem why it failed, if it did
   */
  public record Check(String name, boolean needed, Optional<String> problem) {
    /** Checks that nothing is null. */
    public Check {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(problem, "problem");
    }
  }

  /**
   * Whether pictures can be analyzed with the defaults.
   *
   * @return true if there is a pipeline and every check of what is needed passed
   */
  public boolean healthy() {
    return pipeline.isPresent()
        && checks.stream().allMatch(check -> !check.needed() || check.problem().isEmpty());
  }
}
