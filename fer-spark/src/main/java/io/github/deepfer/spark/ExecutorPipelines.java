package io.github.deepfer.spark;

import io.github.deepfer.api.Pipeline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pipelines of this process, one for each kind of settings: all tasks of an executor share its
 * models. They live as long as the process.
 */
final class ExecutorPipelines {
  private static final Map<PipelineSettings, Pipeline> OPEN = new ConcurrentHashMap<>();

  private ExecutorPipelines() {}

  static Pipeline of(PipelineSettings settings) {
    return OPEN.computeIfAbsent(settings, PipelineSettings::open);
  }
}
