package io.github.deepfer.onnx.runtime;

import io.github.deepfer.api.support.ModelCache;
import io.github.deepfer.api.support.PrivateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native libraries of ONNX Runtime's artifact, unpacked to a directory: once for all processes
 * of a user, below {@link ModelCache}; where another user could write to that, or nobody can, for
 * this process in the temporary directory, until it ends.
 */
final class UnpackedLibraries {
  private static final Logger LOG = LoggerFactory.getLogger(UnpackedLibraries.class);
  private static final String TEMPORARY = "deepfer-onnxruntime-";
  private static final String UNFINISHED = "unfinished-";
  private static final String IN_USE = "in-use";
  private static final String TURN = ".turn";
  private static final int CHUNK = 1 << 18;
  private static final Duration MAX_UNPACKING = Duration.ofDays(1);

  /** All that ONNX Runtime may look for. */
  private static final List<String> NAMES =
      List.of(
          "onnxruntime",
          "onnxruntime4j_jni",
          "onnxruntime_providers_shared",
          "onnxruntime_providers_cuda",
          "onnxruntime_providers_tensorrt",
          "onnxruntime_providers_rocm",
          "onnxruntime_providers_dnnl",
          "onnxruntime_providers_openvino",
          "onnxruntime_providers_qnn",
          "webgpu_dawn",
          "dxil",
          "dxcompiler");

  /** Those that are loaded in any case, as many as stand at the front. */
  private static final int ALWAYS_LOADED = 2;

  /** Held as long as this class is: whether another class loader of the process has the files. */
  private static @Nullable FileLock lease;

  private final String platform;
  private final List<Library> libraries;

  private UnpackedLibraries(String platform, List<Library> libraries) {
    this.platform = platform;
    this.libraries = libraries;
  }

  /** A library in the artifact; its check sum is the one that the jar has of it. */
  private record Library(String file, URL place, long size, long crc, boolean isAlwaysLoaded) {
    void copyTo(Path directory) throws IOException {
      Path copy = directory.resolve(file);
      URLConnection connection = place.openConnection();
      connection.setUseCaches(false);
      try (InputStream from = connection.getInputStream()) {
        Files.copy(from, copy);
      }
      if (!copy.toFile().setExecutable(true)) {
        throw new IOException(copy + " cannot be made executable");
      }
    }

    boolean isIn(Path directory) throws IOException {
      Path copy = directory.resolve(file);
      return Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)
          && Files.size(copy) == size
          && (!isAlwaysLoaded || crcOf(Files.newInputStream(copy)) == crc);
    }
  }

  /**
   * Unpacks the libraries if need be.
   *
   * @param platform how ONNX Runtime calls it
   * @return the directory that has them; null if the artifact has none for this platform
   * @throws IOException if no directory can be written, or none allows execution
   */
  static @Nullable Path directory(Class<?> runtime, String platform) throws IOException {
    List<Library> libraries = new ArrayList<>();
    for (String name : NAMES) {
      String file = System.mapLibraryName(name).replace("jnilib", "dylib");
      URL place = runtime.getResource("/ai/onnxruntime/native/" + platform + "/" + file);
      if (place != null) {
        libraries.add(describe(file, place, NAMES.indexOf(name) < ALWAYS_LOADED));
      }
    }
    return libraries.isEmpty() ? null : new UnpackedLibraries(platform, libraries).directory();
  }

  private static Library describe(String file, URL place, boolean isAlwaysLoaded)
      throws IOException {
    URLConnection connection = place.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection inJar) {
      try (JarFile jar = inJar.getJarFile()) {
        JarEntry entry = jar.getJarEntry(inJar.getEntryName());
        return new Library(file, place, entry.getSize(), entry.getCrc(), isAlwaysLoaded);
      }
    }
    long size = connection.getContentLengthLong();
    return new Library(file, place, size, crcOf(connection.getInputStream()), isAlwaysLoaded);
  }

  private static long crcOf(InputStream stream) throws IOException {
    try (CheckedInputStream checked = new CheckedInputStream(stream, new CRC32())) {
      byte[] chunk = new byte[CHUNK];
      while (checked.read(chunk) >= 0) {
        // Reading is all.
      }
      return checked.getChecksum().getValue();
    }
  }

  private Path directory() throws IOException {
    try {
      Path shared = shared();
      if (!isOfAnotherClassLoader(shared)) {
        return shared;
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("ONNX Runtime is unpacked for this process only", e);
    }
    Path temporary = PrivateDirectory.createTemporary(TEMPORARY);
    copyAllTo(temporary);
    PrivateDirectory.deleteOnExit(temporary);
    if (!isRunnable(temporary)) {
      throw new IOException(temporary + " is on a file system that does not allow execution");
    }
    return temporary;
  }

  private Path shared() throws IOException {
    Path parent = ModelCache.directory().resolve("natives");
    Path directory = parent.resolve("onnxruntime-" + platform + "-" + digest());
    if (!isWhole(directory)) {
      PrivateDirectory.create(parent);
      if (!PrivateDirectory.isPrivate(parent)) {
        throw new IOException("other users can write to " + parent);
      }
      unpackInTurn(directory, parent);
    }
    if (!PrivateDirectory.isPrivate(directory)) {
      throw new IOException("other users can write to " + directory);
    }
    if (!isRunnable(directory)) {
      throw new IOException(directory + " is on a file system that does not allow execution");
    }
    return directory;
  }

  /** Another build of the same version is another directory. */
  private String digest() {
    CRC32 all = new CRC32();
    for (Library library : libraries) {
      String line = library.file + " " + library.size + " " + library.crc + "\n";
      all.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return String.format("%08x", all.getValue());
  }

  private boolean isWhole(Path directory) throws IOException {
    for (Library library : libraries) {
      if (!library.isIn(directory)) {
        return false;
      }
    }
    return true;
  }

  /** The system says of no file on a file system without execution that it can be executed. */
  private boolean isRunnable(Path directory) {
    return libraries.stream().allMatch(each -> Files.isExecutable(directory.resolve(each.file)));
  }

  /**
   * One process at a time: what looks damaged to one that began earlier may be what another has
   * just put there and is loading.
   */
  private void unpackInTurn(Path directory, Path parent) throws IOException {
    try (FileChannel turn =
            FileChannel.open(
                parent.resolve(TURN),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        FileLock lock = turn.lock()) {
      if (lock.isValid() && !isWhole(directory)) {
        unpackTo(directory, parent);
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException("another class loader of this process is unpacking", e);
    }
  }

  /** In one move, so that a process that only reads finds no part. */
  private void unpackTo(Path directory, Path parent) throws IOException {
    deleteUnfinished(parent);
    Path unfinished = Files.createTempDirectory(parent, UNFINISHED);
    try {
      copyAllTo(unfinished);
      Files.createFile(unfinished.resolve(IN_USE));
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        // Damaged. Processes that have loaded it keep what they have.
        Path damaged = Files.createTempDirectory(parent, UNFINISHED);
        Files.move(directory, damaged, StandardCopyOption.ATOMIC_MOVE);
        PrivateDirectory.delete(damaged);
      }
      Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      PrivateDirectory.delete(unfinished);
      throw e;
    }
  }

  /** What killed processes left. */
  private static void deleteUnfinished(Path parent) throws IOException {
    Instant longAgo = Instant.now().minus(MAX_UNPACKING);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, UNFINISHED + "*")) {
      for (Path unfinished : found) {
        if (Files.getLastModifiedTime(unfinished).toInstant().isBefore(longAgo)) {
          PrivateDirectory.delete(unfinished);
        }
      }
    }
  }

  private void copyAllTo(Path directory) throws IOException {
    for (Library library : libraries) {
      library.copyTo(directory);
    }
  }

  /**
   * Whether the files cannot be loaded because another class loader of this process has. Locks are
   * shared between processes, but in a process there is one only.
   */
  private static boolean isOfAnotherClassLoader(Path directory) {
    if (lease != null) {
      return false;
    }
    try {
      FileChannel file = FileChannel.open(directory.resolve(IN_USE), StandardOpenOption.READ);
      try {
        lease = file.tryLock(0, Long.MAX_VALUE, true);
        return false;
      } catch (OverlappingFileLockException e) {
        file.close();
        return true;
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be locked", directory, e);
      return false;
    }
  }
}
