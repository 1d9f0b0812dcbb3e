package io.github.deepfer.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model file that has not been opened.
 *
 * @param id what it is chosen by and named in messages
 * @param format the file format, for example {@code onnx}
 * @param sha256 the pinned SHA-256 as 64 lower-case hex digits, or null for a user's own file
 * @param content opens the bytes of the file
 * @param description what the file does not say of itself, by keys that its backend defines; it
 *     counts more than what the file says; empty for a file that describes itself
 */
public record Model(
    String id,
    String format,
    @Nullable String sha256,
    Content content,
    Map<String, String> description) {
  private static final int MAX_DESCRIPTION_BYTES = 1 << 20;
  private static final int SHA256_DIGITS = 64;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Where the bytes of a model come from. */
  @FunctionalInterface
  public interface Content {
    /**
     * Opens the file from its start; the caller closes the stream.
     *
     * @return the bytes
     * @throws IOException if it cannot be opened
     */
    InputStream open() throws IOException;
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the hash is not 64 lower-case hex digits
   */
  public Model {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(content, "content");
    description = Map.copyOf(description);
    if (sha256 != null && !SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "the SHA-256 of model " + id + " must be 64 lower-case hex digits, got " + sha256);
    }
  }

  /**
   * A model that describes itself.
   *
   * @param id what it is chosen by and named in messages
   * @param format the file format
   * @param sha256 the pinned hash, or null
   * @param content opens the bytes of the file
   * @throws IllegalArgumentException if the hash is not 64 lower-case hex digits
   */
  public Model(String id, String format, @Nullable String sha256, Content content) {
    this(id, format, sha256, content, Map.of());
  }

  /**
   * Describes a model that does not describe itself.
   *
   * @param keysAndValues in place of {@link #description()}
   * @return the same file with this description
   */
  public Model describedBy(Map<String, String> keysAndValues) {
    return new Model(id, format, sha256, content, keysAndValues);
  }

  /**
   * A user's own file. Its format is the extension of its name, its id the name itself. If a file
   * of the same name but {@code .properties} lies beside it, that is its description, in UTF-8 and
   * the format of {@link Properties}.
   *
   * @param file the file
   * @return the model, with no pinned hash
   * @throws ModelException if there is no such file, its name has no extension, or its description
   *     cannot be read
   */
  public static Model ofFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          Files.exists(file)
              ? "model " + file + " is not a file; name the model file itself"
              : "model file " + file + " does not exist; check the path");
    }
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      throw new ModelException(
          "model file " + file + " has no extension that tells its format, such as .onnx");
    }
    return new Model(
        name,
        name.substring(dot + 1).toLowerCase(Locale.ROOT),
        null,
        () -> Files.newInputStream(file),
        readDescription(file.resolveSibling(name.substring(0, dot) + ".properties")));
  }

  private static Map<String, String> readDescription(Path file) {
    Properties properties = new Properties();
    if (Files.isRegularFile(file)) {
      try (InputStream stream = Files.newInputStream(file)) {
        byte[] bytes = stream.readNBytes(MAX_DESCRIPTION_BYTES + 1);
        if (bytes.length > MAX_DESCRIPTION_BYTES) {
          throw new IOException("it has more than " + MAX_DESCRIPTION_BYTES + " bytes");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Windows' editors put a mark there that is no part of the first key.
        properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
      } catch (IOException | IllegalArgumentException e) {
        throw new ModelException(
            "the description " + file + " cannot be read: " + e.getMessage() + "; correct it", e);
      }
    }
    Map<String, String> description = new HashMap<>();
    properties
        .stringPropertyNames()
        .forEach(key -> description.put(key, properties.getProperty(key)));
    return description;
  }

  /**
   * A file that ships beside a class, in its jar, together with its hash: a file of the same name
   * and {@code .sha256}, in the format of {@code sha256sum}. On the module path the class's package
   * must be open to this module.
   *
   * @param id what it is chosen by
   * @param format the file format
   * @param owner the class beside which both files lie
   * @param resource the model file's name
   * @return the model, with the pinned hash
   * @throws ModelException if the hash cannot be read
   */
  public static Model ofResource(String id, String format, Class<?> owner, String resource) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(resource, "resource");
    String hashFile = resource + ".sha256";
    try (InputStream stream = open(owner, hashFile)) {
      String sha256 = new String(stream.readNBytes(SHA256_DIGITS), StandardCharsets.US_ASCII);
      return new Model(id, format, sha256, () -> open(owner, resource));
    } catch (IOException e) {
      throw new ModelException(
          "model " + id + ": " + e.getMessage() + "; use the released jar of the model", e);
    }
  }

  private static InputStream open(Class<?> owner, String resource) throws IOException {
    InputStream stream = owner.getResourceAsStream(resource);
    if (stream == null) {
      throw new IOException(resource + " is missing beside " + owner.getName());
    }
    return stream;
  }
}
