package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.ModelProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.ServiceLoader;

/** The models on the class path, for programs that run them without the library. */
public final class Models {
  private Models() {}

  /**
   * Names them.
   *
   * @return the id of every model on the class path, sorted
   */
  public static List<String> ids() {
    return ServiceLoader.load(ModelProvider.class).stream()
        .map(provider -> provider.get().id())
        .sorted()
        .toList();
  }

  /**
   * Finds one.
   *
   * @param id the model's id
   * @return the model
   * @throws IllegalArgumentException if there is no such model
   */
  public static Model of(String id) {
    return ServiceLoader.load(ModelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no model " + id + "; there are " + ids()))
        .model();
  }

  /**
   * Reads a model's file.
   *
   * @param id the model's id
   * @return the file's bytes
   * @throws IllegalArgumentException if there is no such model
   */
  public static byte[] bytes(String id) {
    try (InputStream stream = of(id).content().open()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
