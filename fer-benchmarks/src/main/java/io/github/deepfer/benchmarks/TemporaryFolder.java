package io.github.deepfer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder of files that other processes read; gone when closed. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path = Files.createTempDirectory("benchmarks");

  /** Makes one. */
  public TemporaryFolder() throws IOException {}

  /**
   * Where it is.
   *
   * @return the folder
   */
  public Path path() {
    return path;
  }

  /**
   * Where a file of it is, or will be.
   *
   * @param name the file's name
   * @return its path
   */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /**
   * Writes a file, over one of that name.
   *
   * @param name the file's name
   * @param content all its bytes
   */
  public void write(String name, byte[] content) throws IOException {
    Files.write(resolve(name), content);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}
