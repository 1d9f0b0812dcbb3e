package io.github.deepfer.store;

import io.github.deepfer.api.ModelException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The models that a store can fetch, by id.
 *
 * @param models in the order of their ids
 */
public record ModelCatalog(List<KnownModel> models) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String RESOURCE = "models.properties";
  private static final Set<String> FIELDS =
      Set.of("file", "version", "url", "sha256", "size", "license", "description");

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if two models share an id or a file
   */
  public ModelCatalog {
    models = List.copyOf(models);
    if (models.stream().map(KnownModel::id).distinct().count() != models.size()
        || models.stream().map(KnownModel::file).distinct().count() != models.size()) {
      throw new IllegalArgumentException(
          "each model needs an id and a file of its own, got " + models);
    }
  }

  /**
   * The catalogue of this release.
   *
   * @return the models whose addresses and hashes are pinned here
   */
  public static ModelCatalog builtIn() {
    try (InputStream stream =
        Objects.requireNonNull(ModelCatalog.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return read(new InputStreamReader(stream, StandardCharsets.UTF_8), RESOURCE);
    } catch (IOException e) {
      throw new ModelException("the built-in catalogue cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a catalogue of the user's: a UTF-8 properties file with {@code ID.file}, {@code
   * ID.version}, {@code ID.url}, {@code ID.sha256}, {@code ID.size}, {@code ID.license} and {@code
   * ID.description} of each model.
   *
   * @param file the properties file
   * @return its models
   * @throws ModelException if it cannot be read, or says too little, too much or something wrong
   */
  public static ModelCatalog read(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      // Windows' editors put a mark there that is no part of the first key.
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return read(reader, file.toString());
    } catch (NoSuchFileException e) {
      throw new ModelException("catalogue " + file + " does not exist; check the path", e);
    } catch (IOException e) {
      throw new ModelException("catalogue " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static ModelCatalog read(Reader reader, String name) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(reader);
      List<KnownModel> models = new ArrayList<>();
      TreeMap<String, TreeSet<String>> fields = fieldsById(properties.stringPropertyNames());
      for (String id : fields.keySet()) {
        models.add(model(id, fields.get(id), properties));
      }
      return new ModelCatalog(models);
    } catch (IllegalArgumentException e) {
      throw new ModelException("catalogue " + name + " is wrong: " + e.getMessage(), e);
    }
  }

  private static TreeMap<String, TreeSet<String>> fieldsById(Set<String> keys) {
    TreeMap<String, TreeSet<String>> fields = new TreeMap<>();
    for (String key : keys) {
      int dot = key.lastIndexOf('.');
      if (dot < 1 || !FIELDS.contains(key.substring(dot + 1))) {
        throw new IllegalArgumentException(
            "the key " + key + " is none of ID." + String.join(", ID.", new TreeSet<>(FIELDS)));
      }
      fields
          .computeIfAbsent(key.substring(0, dot), id -> new TreeSet<>())
          .add(key.substring(dot + 1));
    }
    return fields;
  }

  private static KnownModel model(String id, Set<String> fields, Properties properties) {
    if (!fields.equals(FIELDS)) {
      TreeSet<String> missing = new TreeSet<>(FIELDS);
      missing.removeAll(fields);
      throw new IllegalArgumentException("model " + id + " lacks " + missing);
    }
    return new KnownModel(
        id,
        properties.getProperty(id + ".file"),
        properties.getProperty(id + ".version"),
        URI.create(properties.getProperty(id + ".url")),
        properties.getProperty(id + ".sha256"),
        size(id, properties.getProperty(id + ".size")),
        properties.getProperty(id + ".license"),
        properties.getProperty(id + ".description"));
  }

  private static long size(String id, String size) {
    try {
      return Long.parseLong(size);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the size of model " + id + " must be a number of bytes, got " + size, e);
    }
  }

  /**
   * Finds a model.
   *
   * @param id its id
   * @return the model, if it is known
   */
  public Optional<KnownModel> find(String id) {
    Objects.requireNonNull(id, "id");
    return models.stream().filter(model -> model.id().equals(id)).findFirst();
  }
}
