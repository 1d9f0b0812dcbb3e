package io.github.deepfer.api.support;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where model files lie that were fetched once for all programs of a user. This is all that a
 * backend needs to find one; fetching and verifying is the work of {@code fer-store}. Thread-safe.
 */
public final class ModelCache {
  /** The system property that names the directory. */
  public static final String PROPERTY = "fer.cache";

  /** The environment variable that names the directory where the property does not. */
  public static final String VARIABLE = "FER_CACHE";

  private static final String NAME = "deepfer";

  private ModelCache() {}

  /**
   * The directory, which need not exist: the system property {@value #PROPERTY}, else the
   * environment variable {@value #VARIABLE}, else {@code deepfer} in the user's place for caches.
   * That is {@code LOCALAPPDATA} on Windows, and elsewhere {@code XDG_CACHE_HOME}, which the XDG
   * Base Directory Specification ignores unless it is absolute, or {@code .cache} in the home
   * directory.
   *
   * @return an absolute path
   * @throws IllegalArgumentException if the named directory is no path
   */
  public static Path directory() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return directory(System::getProperty, System::getenv, windows);
  }

  static Path directory(
      UnaryOperator<@Nullable String> properties,
      UnaryOperator<@Nullable String> environment,
      boolean windows) {
    String named = properties.apply(PROPERTY);
    if (isBlank(named)) {
      named = environment.apply(VARIABLE);
    }
    if (!isBlank(named)) {
      try {
        return Path.of(named).toAbsolutePath().normalize();
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException(
            named + " is no directory for models; correct " + PROPERTY + " or " + VARIABLE, e);
      }
    }
    String caches = environment.apply(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    if (!isBlank(caches) && Path.of(caches).isAbsolute()) {
      return Path.of(caches, NAME);
    }
    return UserHome.directory(properties, environment).resolve(".cache").resolve(NAME);
  }

  /**
   * Looks for a file. Its content is not looked at: whoever opens it checks what it is.
   *
   * @param fileName its name, without a directory
   * @return the file, if the directory has it
   * @throws IllegalArgumentException as {@link #directory}
   */
  public static Optional<Path> find(String fileName) {
    Objects.requireNonNull(fileName, "fileName");
    return Optional.of(directory().resolve(fileName)).filter(Files::isRegularFile);
  }

  private static boolean isBlank(@Nullable String value) {
    return value == null || value.isBlank();
  }
}
