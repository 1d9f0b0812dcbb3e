package io.github.deepfer.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder of files that other processes read; gone when closed. */
final class TemporaryFolder implements AutoCloseable {
  private final Path path = Files.createTempDirectory("peers");

  TemporaryFolder() throws IOException {}

  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  void write(String name, byte[] content) throws IOException {
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
