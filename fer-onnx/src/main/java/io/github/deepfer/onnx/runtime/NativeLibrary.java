package io.github.deepfer.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Availability.Unavailable;
import io.github.deepfer.api.support.ModelCache;
import io.github.deepfer.api.support.NativeLibraries;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Finds and loads the natives of ONNX Runtime. */
public final class NativeLibrary {
  private static final String NAME = "onnxruntime";
  private static final String DIRECTORY_PROPERTY = "onnxruntime.native.path";

  /** Where a user can say which libraries are taken. */
  private static final List<String> OWN_PLACES =
      List.of(
          DIRECTORY_PROPERTY,
          "onnxruntime.native.onnxruntime.path",
          "onnxruntime.native.onnxruntime.skip",
          "onnxruntime.native.onnxruntime4j_jni.path",
          "onnxruntime.native.onnxruntime4j_jni.skip");

  private static final NativeLibraries LIBRARIES =
      new NativeLibraries(
          "ONNX Runtime",
          NativeLibrary::load,
          System.mapLibraryName(NAME)
              + " comes from -D"
              + DIRECTORY_PROPERTY
              + " where that is set; else it is unpacked to natives/ in the cache directory (-D"
              + ModelCache.PROPERTY
              + "), or to that of java.io.tmpdir, which must be writable in any case and allow"
              + " execution",
          "leave the system property "
              + DIRECTORY_PROPERTY
              + " unset: then each gets a copy of its own");

  private NativeLibrary() {}

  /** Looks in the places that {@code ai.onnxruntime.OnnxRuntime} loads from, in its order. */
  public static Availability availability() {
    Class<?> runtime;
    try {
      runtime =
          Class.forName(
              "ai.onnxruntime.OrtEnvironment", false, NativeLibrary.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return new Unavailable(
          "ONNX Runtime is missing; add com.microsoft.onnxruntime:onnxruntime to the dependencies");
    }
    String file = System.mapLibraryName(NAME);
    String directory = System.getProperty(DIRECTORY_PROPERTY);
    if (directory != null) {
      return new File(directory, file).isFile()
          ? Availability.AVAILABLE
          : new Unavailable(
              "system property "
                  + DIRECTORY_PROPERTY
                  + " names "
                  + directory
                  + ", which has no "
                  + file
                  + "; correct it, or unset it to use the library of the artifact");
    }
    String platform = platform();
    if (runtime.getResource("/ai/onnxruntime/native/" + platform + "/" + file) != null
        || isOnLibraryPath(file)) {
      return Availability.AVAILABLE;
    }
    return new Unavailable(
        "ONNX Runtime brings no "
            + file
            + " for "
            + platform
            + "; name the directory of a build for it with -D"
            + DIRECTORY_PROPERTY);
  }

  /**
   * The one environment of the process. It is shared with everyone who uses ONNX Runtime here, so
   * nobody closes it. Its telemetry, which builds for Windows have, is switched off.
   *
   * @throws io.github.deepfer.api.ProviderException if the library cannot be loaded
   */
  public static OrtEnvironment environment() {
    LIBRARIES.load();
    return OrtEnvironment.getEnvironment();
  }

  private static void load() throws IOException, OrtException {
    // ONNX Runtime does this in a static initializer, where a failure would stick.
    Files.delete(Files.createTempDirectory("deepfer"));
    Path unpacked =
        OWN_PLACES.stream().allMatch(property -> System.getProperty(property) == null)
            ? UnpackedLibraries.directory(NativeLibrary.class, platform())
            : null;
    if (unpacked == null) {
      initialize();
      return;
    }
    System.setProperty(DIRECTORY_PROPERTY, unpacked.toString());
    try {
      initialize();
    } finally {
      System.clearProperty(DIRECTORY_PROPERTY);
    }
    deleteLeftovers();
  }

  private static void initialize() throws OrtException {
    OrtEnvironment.getEnvironment().setTelemetry(false);
  }

  /**
   * ONNX Runtime makes a directory to unpack to even if it does not, and leaves it when the process
   * is killed. None is empty for an hour that something is to be unpacked to.
   */
  private static void deleteLeftovers() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", ""));
    Instant longAgo = Instant.now().minus(Duration.ofHours(1));
    try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, "onnxruntime-java*")) {
      for (Path directory : found) {
        File file = directory.toFile();
        if (file.lastModified() < longAgo.toEpochMilli()) {
          // Does nothing to one that has something in it.
          file.delete();
        }
      }
    }
  }

  /** The directory name that ONNX Runtime gives this platform, for example {@code linux-x64}. */
  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return (os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux")
        + "-"
        + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
  }

  private static boolean isOnLibraryPath(String file) {
    for (String directory :
        System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
      if (!directory.isEmpty() && new File(directory, file).isFile()) {
        return true;
      }
    }
    return false;
  }
}
