package io.github.deepfer.api.support;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Whose caches this process fills. */
final class UserHome {
  private UserHome() {}

  static Path directory() {
    return directory(System::getProperty, System::getenv);
  }

  /**
   * An absolute directory, which need not exist. Where a user has no entry in the system's list, as
   * in containers that run with any number, Java 17 says "?", which would be a directory below the
   * current one; {@code HOME} is what newer ones ask then. The root stands for none at all.
   */
  static Path directory(
      UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
    String known = properties.apply("user.home");
    if (!isAbsolute(known)) {
      known = environment.apply("HOME");
    }
    return known != null && isAbsolute(known) ? Path.of(known) : Path.of("/").toAbsolutePath();
  }

  private static boolean isAbsolute(@Nullable String directory) {
    return directory != null && Path.of(directory).isAbsolute();
  }
}
