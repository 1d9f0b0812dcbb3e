package io.github.deepfer.cli.doctor;

import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.RuntimeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can run on this machine.
 *
 * @param versions of DeepFER, Java and the system, by name
 * @param providers every provider found
 * @param executionProviders what the ONNX Runtime at hand was built to compute on
 * @param pipeline what runs by default; empty if nothing can
 * @param gpuProblem why the default classifier cannot run on a GPU; empty if it can
 * @param models the models of every classifier that could be opened, each proven by its self-test
 * @param checks what was tried
 */
record Diagnosis(
    Map<String, String> versions,
    List<ProviderStatus> providers,
    List<String> executionProviders,
    Optional<RuntimeInfo> pipeline,
    Optional<String> gpuProblem,
    List<ModelInfo> models,
    List<Check> checks) {

  /**
   * Something that was really done.
   *
   * @param name what
   * @param problem why it failed, if it did
   */
  record Check(String name, Optional<String> problem) {}

  /** Whether pictures can be analyzed with the defaults. */
  boolean healthy() {
    return pipeline.isPresent() && checks.stream().allMatch(check -> check.problem().isEmpty());
  }
}
