package io.github.deepfer.cli.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that a command reads, which it must not write over. Thread-safe. */
public final class InputFiles {
  private final Supplier<Stream<Path>> files;
  private @Nullable Set<Object> identities;

  /**
   * Remembers how to find them.
   *
   * @param files gives them, which need not exist; asked once, before something is written over
   */
  public InputFiles(Supplier<Stream<Path>> files) {
    this.files = files;
  }

  /**
   * Whether a file is one of them, by whatever name.
   *
   * @param file a file, which need not exist
   * @return true if it is read
   */
  public synchronized boolean contains(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    Set<Object> known = identities;
    if (known == null) {
      known = new HashSet<>();
      try (Stream<Path> all = files.get()) {
        all.filter(Files::exists).map(InputFiles::identity).forEach(known::add);
      }
      identities = known;
    }
    return known.contains(identity(file));
  }

  /** Equal for two names of one file, such as a link and where it leads. */
  static Object identity(Path file) {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file.toRealPath() : key;
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }
}
