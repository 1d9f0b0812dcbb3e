package io.github.deepfer.cli.support;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears whole or not at all. Opening it before the work starts shows whether it can
 * be written.
 */
public final class OutputFile implements Closeable {
  private final Path file;

  /** Beside the file, because a move between file systems is not atomic; null for a device. */
  private final @Nullable Path part;

  private OutputFile(Path file, @Nullable Path part) {
    this.file = file;
    this.part = part;
  }

  /**
   * Creates the file's directories, and a part beside it that holds its place.
   *
   * @param name the file; one that exists is replaced, a pipe or a device is written to
   * @return the file
   * @throws IOException if it cannot be written
   */
  public static OutputFile open(Path name) throws IOException {
    createParents(name);
    // A link stays one.
    Path file = Files.exists(name) ? name.toRealPath() : name;
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return new OutputFile(file, null);
    }
    Path part = file.resolveSibling(".fer-" + UUID.randomUUID() + ".part");
    Files.createFile(part);
    return new OutputFile(file, part);
  }

  /**
   * Writes a file at once, and creates its directories.
   *
   * @param name the file; one that exists is replaced, a pipe or a device is written to
   * @param content what it holds then
   * @throws IOException if it cannot be written
   */
  public static void write(Path name, byte[] content) throws IOException {
    try (OutputFile file = open(name)) {
      file.write(content);
    }
  }

  /**
   * Creates the directories that a file is in; the same for every output of every command.
   *
   * @param file the file
   * @throws IOException if they cannot be created
   */
  public static void createParents(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  /**
   * Writes the content.
   *
   * @param content what the file holds then
   * @throws IOException if it cannot be written; an older file is still there
   */
  public void write(byte[] content) throws IOException {
    if (part == null) {
      Files.write(file, content);
      return;
    }
    Files.write(part, content);
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes the part, if the content was not written. */
  @Override
  public void close() throws IOException {
    if (part != null) {
      Files.deleteIfExists(part);
    }
  }
}
