package io.github.deepfer.api.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Directories that no other user of the machine can write, for what is run or trusted later: native
 * libraries above all. Thread-safe.
 */
public final class PrivateDirectory {
  private static final String IN_USE = "in-use";
  private static final int SUPERUSER = 0;
  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_GROUP = 020;
  private static final int WRITABLE_BY_OTHERS = 02;

  /** Never released: they end with the process, however that ends. */
  private static final Queue<FileLock> LOCKS = new ConcurrentLinkedQueue<>();

  private PrivateDirectory() {}

  /**
   * Says whether only this user and the superuser can change what lies in a directory. On systems
   * with POSIX attributes it and all directories above belong to one of the two, and nobody else
   * can write to them; above, the sticky bit will do, which keeps others from what is not theirs. A
   * group of its owner's name counts as its owner. On other systems a directory is private if it
   * lies below the user's home.
   *
   * @param directory an existing directory
   * @return whether it is private
   * @throws IOException if that cannot be found out
   */
  public static boolean isPrivate(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!isUnix(real)) {
      return real.startsWith(Path.of(System.getProperty("user.home", "")).toRealPath());
    }
    int user = user(real);
    for (Path path = real; path != null; path = path.getParent()) {
      if (!isOutOfReach(path, user, path.equals(real))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOutOfReach(Path path, int user, boolean isLast) throws IOException {
    int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != user && owner != SUPERUSER) {
      return false;
    }
    PosixFileAttributes names =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    boolean ownGroup = names.group().getName().equals(names.owner().getName());
    int strangers = WRITABLE_BY_OTHERS | (ownGroup ? 0 : WRITABLE_BY_GROUP);
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (mode & strangers) == 0 || (!isLast && (mode & STICKY) != 0);
  }

  /** Java cannot ask who runs it, but whose a new file is. */
  private static int user(Path directory) throws IOException {
    Path probe;
    try {
      probe = Files.createTempFile("deepfer", null);
    } catch (IOException e) {
      probe = Files.createTempFile(directory, "deepfer", null);
    }
    try {
      return (Integer) Files.getAttribute(probe, "unix:uid");
    } finally {
      Files.delete(probe);
    }
  }

  /**
   * Creates a directory, and those above it that are missing, for this user only.
   *
   * @param directory where; nothing is changed if it exists
   * @return the directory
   * @throws IOException if that fails
   */
  public static Path create(Path directory) throws IOException {
    if (!isUnix(directory)) {
      return Files.createDirectories(directory);
    }
    FileAttribute<?> mode =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    return Files.createDirectories(directory, mode);
  }

  /**
   * Creates a directory for this process in the temporary directory. It goes when the JVM ends, if
   * {@link #deleteOnExit} is told what is in it; what killed JVMs left under the prefix goes now.
   *
   * @param prefix starts its name; all that has such a name is taken for a directory made here
   * @return the directory
   * @throws IOException if the temporary directory is missing or cannot be written
   */
  public static Path createTemporary(String prefix) throws IOException {
    Objects.requireNonNull(prefix, "prefix");
    Path directory = Files.createTempDirectory(prefix);
    directory.toFile().deleteOnExit();
    Path inUse = directory.resolve(IN_USE);
    inUse.toFile().deleteOnExit();
    LOCKS.add(
        FileChannel.open(inUse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).lock());
    deleteLeftovers(directory, prefix);
    return directory;
  }

  /**
   * Has a file or a whole directory deleted when the JVM ends normally.
   *
   * @param path what is to go; a directory with all that is in it now
   * @throws IOException if the directory cannot be read
   */
  public static void deleteOnExit(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      // The last that is named is deleted first, so a directory comes before what is in it.
      tree.forEach(file -> file.toFile().deleteOnExit());
    }
  }

  /** What a living process made is locked. */
  private static void deleteLeftovers(Path own, String prefix) throws IOException {
    Path parent = own.getParent();
    Optional<Instant> start = ProcessHandle.current().info().startInstant();
    if (parent == null || start.isEmpty()) {
      return;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, prefix + "*")) {
      for (Path directory : found) {
        // To look at a lock that this process holds would release it.
        if (isOlder(directory, start.get()) && isOf(own, directory) && isAbandoned(directory)) {
          delete(directory);
        }
      }
    }
  }

  private static boolean isOlder(Path directory, Instant start) {
    try {
      return Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS)
          .toInstant()
          .isBefore(start);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isOf(Path own, Path directory) {
    try {
      return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isAbandoned(Path directory) {
    try (FileChannel inUse =
        FileChannel.open(
            directory.resolve(IN_USE), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return inUse.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * Deletes a directory with all that is in it, as far as it can: another process may be at it too.
   *
   * @param directory what is to go; nothing is done if it is missing
   * @throws IOException if it cannot be read
   */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> tree;
    try (Stream<Path> walk = Files.walk(directory)) {
      tree = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : tree) {
      path.toFile().delete();
    }
  }

  private static boolean isUnix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }
}
