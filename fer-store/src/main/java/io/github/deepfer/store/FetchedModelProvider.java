package io.github.deepfer.store;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Availability.Unavailable;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;
import io.github.deepfer.api.support.ModelCache;
import java.nio.file.Files;
import java.nio.file.Path;

/** A face detector of the built-in catalogue, once it lies in the user's cache. Thread-safe. */
abstract class FetchedModelProvider implements ModelProvider {
  private final String id;
  private final int priority;

  FetchedModelProvider(String id, int priority) {
    this.id = id;
    this.priority = priority;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final int priority() {
    return priority;
  }

  @Override
  public final Task task() {
    return Task.DETECT;
  }

  @Override
  public final Availability availability() {
    return ModelCache.find(known().file()).isPresent()
        ? Availability.AVAILABLE
        : new Unavailable(
            "its model file is not in "
                + ModelCache.directory()
                + "; fetch it with `fer models pull "
                + id
                + "` or ModelStore.pull, or hand over a file with PipelineBuilder.detector");
  }

  /** The file of the cache with the hash that was published: whoever opens it verifies that. */
  @Override
  public final Model model() {
    KnownModel known = known();
    Path file = ModelCache.directory().resolve(known.file());
    return new Model(id, "onnx", known.sha256(), () -> Files.newInputStream(file));
  }

  private KnownModel known() {
    return ModelCatalog.builtIn()
        .find(id)
        .orElseThrow(() -> new ModelException("the built-in catalogue lacks " + id));
  }
}
