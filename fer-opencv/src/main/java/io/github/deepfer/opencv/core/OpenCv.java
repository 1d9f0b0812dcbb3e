package io.github.deepfer.opencv.core;

import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.support.JavaCppCache;
import io.github.deepfer.api.support.NativeLibraries;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;

/** Loads OpenCV's native libraries, on first use. */
public final class OpenCv {
  private static final String LOAD_LIBRARIES = "org.bytedeco.javacpp.loadLibraries";

  private static final NativeLibraries PICTURES = libraries(OpenCv::loadPictures);

  private static final NativeLibraries CASCADES = libraries(OpenCv::loadObjdetect);

  private static final NativeLibraries CAMERAS = libraries(OpenCv::loadVideoio);

  private OpenCv() {}

  /**
   * Loads what pictures and the search with the shipped cascade need.
   *
   * @throws ProviderException if a library is missing or cannot be unpacked
   */
  public static void load() {
    PICTURES.load();
  }

  /**
   * Loads what OpenCV's own face detectors need.
   *
   * @throws ProviderException if a library is missing or cannot be unpacked
   */
  public static void loadCascades() {
    PICTURES.load();
    CASCADES.load();
  }

  /**
   * Loads what cameras need.
   *
   * @throws ProviderException if a library is missing or cannot be unpacked
   */
  public static void loadCameras() {
    PICTURES.load();
    CAMERAS.load();
  }

  public static String version() {
    return opencv_core.CV_VERSION();
  }

  private static NativeLibraries libraries(NativeLibraries.Loading loading) {
    return new NativeLibraries(
        "OpenCV",
        () -> JavaCppCache.load(Loader::getCacheDir, loading),
        "its natives come with org.bytedeco:opencv-platform (and its openblas-platform and"
            + " javacpp-platform) for this platform, on the module path they need --add-modules"
            + " ALL-MODULE-PATH, and the directory that they are unpacked to must be writable and"
            + " allow execution: name one with -Dorg.bytedeco.javacpp.cachedir",
        "set the system property org.bytedeco.javacpp.cachedir to another directory before the"
            + " first use in each");
  }

  private static void loadPictures() throws IOException {
    unpack(
        org.bytedeco.javacpp.presets.javacpp.class,
        openblas_nolapack.class,
        openblas.class,
        opencv_core.class,
        opencv_imgproc.class,
        opencv_imgcodecs.class);
    Loader.load(opencv_imgcodecs.class);
  }

  private static void loadVideoio() throws IOException {
    unpack(opencv_videoio.class);
    Loader.load(opencv_videoio.class);
  }

  /** Comes before the first class is initialized: a full disk breaks none for good. */
  private static void unpack(Class<?>... types) throws IOException {
    for (Class<?> type : types) {
      unpack(type);
    }
  }

  private static void unpack(Class<?> type) throws IOException {
    ClassProperties properties = Loader.loadProperties(type, Loader.loadProperties(), true);
    List<String> names = new ArrayList<>(properties.get("platform.preload"));
    names.addAll(properties.get("platform.link"));
    names.add(properties.getProperty("platform.library"));
    names.removeIf(name -> name.contains("highgui"));
    for (String name : names) {
      for (URL place : Loader.findLibrary(type, properties, name)) {
        if (!place.getProtocol().equals("file")) {
          Loader.cacheResource(place);
        }
      }
    }
  }

  /**
   * Does what the initializers of objdetect's classes would do, but leaves highgui out: the preset
   * of objdetect inherits it although no library of objdetect needs it, and it brings GTK 2, which
   * many servers lack and which does not stand GTK 3 in one process.
   */
  private static void loadObjdetect() throws IOException {
    unpack(CascadeClassifier.class);
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

  /**
   * JavaCPP has no other way to keep an initializer from loading. For microseconds that holds for
   * the whole process, so it is not done before somebody asks for OpenCV's own detectors.
   */
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
}
