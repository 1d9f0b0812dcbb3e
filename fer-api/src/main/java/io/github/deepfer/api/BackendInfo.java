package io.github.deepfer.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a detector or classifier really runs on.
 *
 * @param id the id that it was chosen by
 * @param executionProvider what computes, for example {@code cpu} or {@code cuda}
 * @param fallback why a preferred GPU is not used, or null when nothing was given up
 * @param libraries native and Java libraries by name, with their versions
 * @param models the model files in use
 */
public record BackendInfo(
    String id,
    String executionProvider,
    @Nullable String fallback,
    Map<String, String> libraries,
    List<ModelInfo> models) {
  /** Copies the collections; the libraries keep their order. */
  public BackendInfo {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(executionProvider, "executionProvider");
    libraries = Collections.unmodifiableMap(new LinkedHashMap<>(libraries));
    models = List.copyOf(models);
  }

  /**
   * Which of its outputs a classifier's model answers with.
   *
   * @return the head's name, for example {@code balanced}; empty for a model with one output
   */
  public Optional<String> head() {
    return models.stream().flatMap(model -> Optional.ofNullable(model.head()).stream()).findFirst();
  }
}
