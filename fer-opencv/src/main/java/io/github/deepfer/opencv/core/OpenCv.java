package io.github.deepfer.opencv.core;

import io.github.deepfer.api.ProviderException;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;
import org.jspecify.annotations.Nullable;

/** Loads OpenCV's native libraries, on first use. */
public final class OpenCv {
  private static final String LOAD_LIBRARIES = "org.bytedeco.javacpp.loadLibraries";

  private static volatile boolean loaded;
  private static @Nullable String failure;

  private OpenCv() {}

  /**
   * Loads what pictures and face detectors need; what cameras need comes with them.
   *
   * @throws ProviderException if a library is missing or cannot be unpacked
   */
  public static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  public static String version() {
    return opencv_core.CV_VERSION();
  }

  private static synchronized void loadOnce() {
    if (loaded) {
      return;
    }
    if (failure != null) {
      // A class whose initialization failed stays broken: trying again would hide the reason.
      throw new ProviderException(failure);
    }
    checkCache();
    try {
      Loader.load(opencv_imgcodecs.class);
      loadObjdetect();
      loaded = true;
    } catch (LinkageError e) {
      failure =
          "OpenCV cannot be loaded on "
              + Loader.getPlatform()
              + ": "
              + rootCause(e)
              + "; its natives come with org.bytedeco:opencv-platform (and its openblas-platform"
              + " and javacpp-platform) for this platform, on the module path they need"
              + " --add-modules ALL-MODULE-PATH, and the directory that they are unpacked to must"
              + " allow execution: set the system property org.bytedeco.javacpp.cachedir to one"
              + " that does";
      throw new ProviderException(failure, e);
    }
  }

  private static void checkCache() {
    try {
      Loader.getCacheDir();
    } catch (IOException e) {
      throw new ProviderException(
          "OpenCV's native libraries cannot be unpacked: neither the home directory "
              + System.getProperty("user.home")
              + " nor "
              + System.getProperty("java.io.tmpdir")
              + " can be written; set the system property org.bytedeco.javacpp.cachedir to a"
              + " directory that can",
          e);
    }
  }

  /**
   * Does what the initializers of objdetect's classes would do, but leaves highgui out: the preset
   * of objdetect inherits it although no library of objdetect needs it, and it brings GTK 2, which
   * many servers lack and which does not stand GTK 3 in one process.
   */
  private static void loadObjdetect() {
    ClassProperties properties =
        Loader.loadProperties(CascadeClassifier.class, Loader.loadProperties(), true);
    List<String> needed = new ArrayList<>(properties.get("platform.preload"));
    needed.addAll(properties.get("platform.link"));
    needed.removeIf(name -> !isOpenCv(name) || name.contains("highgui"));
    List<String> files = new ArrayList<>();
    for (String name : needed) {
      URL[] places = Loader.findLibrary(CascadeClassifier.class, properties, name);
      // Of the names some are those of optional parts, such as CUDA's.
      if (places.length > 0) {
        files.add(loadLibrary(name, places, files));
      }
    }
    String bindings = properties.getProperty("platform.library");
    loadLibrary(bindings, Loader.findLibrary(CascadeClassifier.class, properties, bindings), files);
    initializeWithoutLoading(opencv_objdetect.class);
    initializeWithoutLoading(CascadeClassifier.class);
    initializeWithoutLoading(FaceDetectorYN.class);
  }

  private static String loadLibrary(String name, URL[] places, List<String> loadedBefore) {
    return Loader.loadLibrary(
        CascadeClassifier.class, places, name, loadedBefore.toArray(new String[0]));
  }

  private static boolean isOpenCv(String library) {
    return library.startsWith("opencv_") || library.startsWith("libopencv_");
  }

  /** JavaCPP has no other way to keep an initializer from loading; the time is microseconds. */
  private static void initializeWithoutLoading(Class<?> type) {
    String before = System.getProperty(LOAD_LIBRARIES);
    System.setProperty(LOAD_LIBRARIES, "false");
    try {
      Class.forName(type.getName(), true, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(e.getMessage());
    } finally {
      if (before == null) {
        System.clearProperty(LOAD_LIBRARIES);
      } else {
        System.setProperty(LOAD_LIBRARIES, before);
      }
    }
  }

  private static String rootCause(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
