package io.github.deepfer.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Availability.Unavailable;
import io.github.deepfer.api.ProviderException;
import java.io.File;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds and loads the natives of ONNX Runtime. */
public final class NativeLibrary {
  private static final String NAME = "onnxruntime";
  private static final String DIRECTORY_PROPERTY = "onnxruntime.native.path";

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
   */
  public static OrtEnvironment environment() {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      return environment;
    } catch (LinkageError | OrtException e) {
      throw new ProviderException(
          "ONNX Runtime cannot load the native library "
              + System.mapLibraryName(NAME)
              + ": "
              + rootMessage(e)
              + "; it is unpacked to the directory of java.io.tmpdir, which must be writable and"
              + " allow execution, or taken from -D"
              + DIRECTORY_PROPERTY
              + "; restart after the fix",
          e);
    }
  }

  private static @Nullable String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
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
