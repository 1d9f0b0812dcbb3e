package io.github.deepfer.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for what reads files only. */
final class ScratchFile implements AutoCloseable {
  private final Path path;

  ScratchFile() throws IOException {
    path = Files.createTempFile("fuzz", ".input");
  }

  Path holding(byte[] bytes) throws IOException {
    return Files.write(path, bytes);
  }

  @Override
  public void close() {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
