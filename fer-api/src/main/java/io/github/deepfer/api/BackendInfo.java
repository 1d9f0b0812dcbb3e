package io.github.deepfer.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a detector or classifier really runs on. Backends make it with {@link #builder}.
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

  /**
   * Starts the description of a backend that runs on the CPU, with no library and no model.
   *
   * @param id the id that it was chosen by
   * @return a builder
   * @throws NullPointerException if it is null
   */
  public static Builder builder(String id) {
    return new Builder(Objects.requireNonNull(id, "id"));
  }

  /** Describes a backend. Not thread-safe; no method takes null unless it says so. */
  public static final class Builder {
    private final String id;
    private String executionProvider = "cpu";
    private @Nullable String fallback;
    private final Map<String, String> libraries = new LinkedHashMap<>();
    private final List<ModelInfo> models = new ArrayList<>();

    private Builder(String id) {
      this.id = id;
    }

    /**
     * Sets what computes.
     *
     * @param name for example {@code cuda}; {@code cpu} by default
     * @return this builder
     */
    public Builder executionProvider(String name) {
      executionProvider = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets why a preferred GPU is not used.
     *
     * @param reason null, the default, when nothing was given up
     * @return this builder
     */
    public Builder fallback(@Nullable String reason) {
      fallback = reason;
      return this;
    }

    /**
     * Adds a library, native or of Java.
     *
     * @param name for example {@code onnxruntime}
     * @param version for example {@code 1.28.0}
     * @return this builder
     */
    public Builder library(String name, String version) {
      libraries.put(
          Objects.requireNonNull(name, "name"), Objects.requireNonNull(version, "version"));
      return this;
    }

    /**
     * Adds a model file that is in use.
     *
     * @param model the file
     * @return this builder
     */
    public Builder model(ModelInfo model) {
      models.add(Objects.requireNonNull(model, "model"));
      return this;
    }

    /**
     * Makes the description.
     *
     * @return what was set so far
     */
    public BackendInfo build() {
      return new BackendInfo(id, executionProvider, fallback, libraries, models);
    }
  }
}
