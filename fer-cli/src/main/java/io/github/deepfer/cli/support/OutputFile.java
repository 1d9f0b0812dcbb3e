package io.github.deepfer.cli.support;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
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

  /** What becomes the file; null for a device. */
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
    Path part = partOf(file);
    Files.createFile(part);
    return new OutputFile(file, part);
  }

  /** Beside the file, because a move between file systems is not atomic. */
  private static Path partOf(Path file) {
    return file.resolveSibling(".fer-" + UUID.randomUUID() + ".part");
  }

  /** Fills a file. */
  @FunctionalInterface
  public interface Filling {
    /**
     * Writes all that the file holds.
     *
     * @param part where to; nothing is there yet
     * @throws IOException if it cannot be written
     */
    void fill(Path part) throws IOException;
  }

  /**
   * Writes a file that is new, and creates its directories.
   *
   * @param file the file
   * @param filling writes it, beside where it will be
   * @throws FileAlreadyExistsException if there is such a file by the end; it is left
   * @throws IOException if it cannot be written; no part is left
   */
  public static void create(Path file, Filling filling) throws IOException {
    createParents(file);
    Path part = partOf(file);
    try {
      filling.fill(part);
      Files.move(part, file);
    } finally {
      Files.deleteIfExists(part);
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
      createDirectories(parent);
    }
  }

  /**
   * Creates a directory and those that it is in.
   *
   * @param directory the directory; one that exists is left
   * @throws NotDirectoryException if a file is in its place
   * @throws IOException if it cannot be created
   */
  public static void createDirectories(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new NotDirectoryException(e.getFile());
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
