package io.github.deepfer.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.fixtures.ClassLoaders;
import io.github.deepfer.opencv.core.OpenCv;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import io.github.deepfer.opencv.haar.HaarFaceDetectorProvider;
import io.github.deepfer.opencv.io.Camera;
import io.github.deepfer.opencv.io.OpenCvImageDecoderProvider;
import io.github.deepfer.testkit.Scenes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_highgui;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

final class NativeLoadingTest {
  @TempDir Path folder;

  /**
   * Finds the faces of a picture and prints how many, asks for a camera and for YuNet, then prints
   * which libraries that took.
   */
  static final class Detect {
    public static void main(String[] args) throws IOException {
      try (HaarFaceDetector detector = HaarFaceDetector.builder().build()) {
        List<DetectedFace> found = detector.detect(Scenes.smallest().image());
        System.out.println("faces " + found.size());
        askForCamera();
        askForYuNet();
      } catch (ProviderException e) {
        System.out.println("ProviderException " + e.getMessage());
      }
      Path maps = Path.of("/proc/self/maps");
      if (Files.exists(maps)) {
        Files.readAllLines(maps).forEach(System.out::println);
      }
    }
  }

  private static void askForCamera() {
    try (Camera camera = Camera.open(97)) {
      System.out.println("camera " + camera.width());
    } catch (MediaException e) {
      System.out.println("camera asked: " + e.getMessage());
    }
  }

  /** That OpenCV refuses shows that it was reached. */
  private static void askForYuNet() {
    OpenCv.loadCascades();
    try (Size size = new Size(64, 64)) {
      FaceDetectorYN.create("missing.onnx", "", size);
    } catch (RuntimeException e) {
      System.out.println("yunet asked: " + e.getMessage());
    }
  }

  /** Interrupts its first use all the time, as time limits and cancelled requests do. */
  static final class Interrupted {
    public static void main(String[] args) throws Exception {
      Thread first = new Thread(Interrupted::findFaces, "first");
      first.start();
      while (first.isAlive()) {
        first.interrupt();
        Thread.onSpinWait();
      }
      findFaces();
    }

    private static void findFaces() {
      try (HaarFaceDetector detector = HaarFaceDetector.builder().build()) {
        String interrupted = Thread.currentThread().isInterrupted() ? " interrupted" : "";
        int found = detector.detect(Scenes.smallest().image()).size();
        System.out.println(Thread.currentThread().getName() + " found " + found + interrupted);
      } catch (RuntimeException | LinkageError e) {
        System.out.println(Thread.currentThread().getName() + " failed: " + e);
      }
    }
  }

  /** Mends what stood in the way of the first attempt, then tries again. */
  static final class TwoAttempts {
    public static void main(String[] args) throws IOException {
      try {
        HaarFaceDetector.builder().build().close();
        System.out.println("first: loaded");
      } catch (ProviderException e) {
        System.out.println("first: " + e.getMessage());
      }
      Files.delete(Path.of(System.getProperty("org.bytedeco.javacpp.cachedir"), ".lock"));
      try (HaarFaceDetector detector = HaarFaceDetector.builder().build()) {
        System.out.println("second: faces " + detector.detect(Scenes.smallest().image()).size());
      }
    }
  }

  /** Loads OpenCV in class loaders side by side. */
  static final class Loaders {
    public static void main(String[] args) throws Exception {
      ClassLoaders.runTwice(Detect.class);
    }
  }

  /** Shows that the libraries of GTK are really out of reach. */
  static final class LoadHighGui {
    public static void main(String[] args) {
      try {
        Loader.load(opencv_highgui.class);
        System.out.println("highgui loaded");
      } catch (LinkageError e) {
        System.out.println("highgui failed: " + e);
      }
    }
  }

  /** Finds the faces of a picture, which needs none of OpenCV's own detectors. */
  static final class DetectOnly {
    public static void main(String[] args) throws IOException {
      try (HaarFaceDetector detector = HaarFaceDetector.builder().build()) {
        System.out.println("faces " + detector.detect(Scenes.smallest().image()).size());
      }
      Files.readAllLines(Path.of("/proc/self/maps")).forEach(System.out::println);
    }
  }

  /** Asks for nothing but the providers' answers. */
  static final class AskOnly {
    public static void main(String[] args) throws IOException {
      boolean available =
          new HaarFaceDetectorProvider().availability() instanceof Availability.Available
              && new OpenCvImageDecoderProvider().availability() instanceof Availability.Available;
      System.out.println("available " + available);
      Files.readAllLines(Path.of("/proc/self/maps")).forEach(System.out::println);
    }
  }

  @Test
  @EnabledOnOs(LINUX)
  void needsNeitherGtkNorDisplay() throws Exception {
    // An empty file of the library's name makes the dynamic linker fail as if it were missing.
    for (String library : new String[] {"libgtk-x11-2.0.so.0", "libgdk-x11-2.0.so.0"}) {
      Files.createFile(folder.resolve(library));
    }
    Map<String, String> hidden = Map.of("LD_LIBRARY_PATH", folder.toString(), "DISPLAY", "");
    ChildJvm highgui = run(hidden, List.of(), LoadHighGui.class);
    assertThat(highgui.output()).contains("highgui failed");

    ChildJvm detect = run(hidden, List.of(), Detect.class);
    int faces = Scenes.smallest().faces().size();
    assertThat(detect.output())
        .contains("faces " + faces)
        .contains("camera asked: camera 97 cannot be opened")
        .containsPattern("yunet asked: .*missing.onnx");
    assertThat(detect.exitCode()).isZero();
  }

  @Test
  @EnabledOnOs(LINUX)
  void loadsNoWindowSystemEvenWhereThereIsOne() throws Exception {
    ChildJvm detect = run(Map.of(), List.of(), Detect.class);
    assertThat(detect.output())
        .contains("libopencv_objdetect", "libopencv_videoio", "libopencv_dnn")
        .doesNotContain("libopencv_highgui", "libgtk", "libgdk", "libX11");
  }

  @Test
  @EnabledOnOs(LINUX)
  void loadsNoMoreThanItsOwnSearchNeeds() throws Exception {
    ChildJvm detect = run(Map.of(), List.of(), DetectOnly.class);
    assertThat(detect.output())
        .contains("faces " + Scenes.smallest().faces().size(), "libopencv_imgproc")
        .doesNotContain("libopencv_objdetect", "libopencv_dnn", "libopencv_videoio");
  }

  @Test
  @EnabledOnOs(LINUX)
  void loadsNothingBeforeItIsUsed() throws Exception {
    ChildJvm ask = run(Map.of(), List.of(), AskOnly.class);
    assertThat(ask.output())
        .contains("available true")
        .contains("libjvm")
        .doesNotContain("libopencv", "libjnijavacpp", "openblas");
  }

  @Test
  void unpacksBelowTheTemporaryDirectoryWhereHomeIsReadOnly() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    ChildJvm detect =
        run(
            Map.of(),
            List.of("-Duser.home=" + unwritable(), "-Djava.io.tmpdir=" + temporary),
            Detect.class);
    assertThat(detect.output()).contains("faces " + Scenes.smallest().faces().size());
    try (var unpacked = Files.walk(temporary)) {
      assertThat(unpacked.map(Path::toString))
          .anyMatch(file -> file.contains(".javacpp") && file.contains("opencv_core"));
    }
  }

  @Test
  @EnabledOnOs(LINUX)
  void runsNothingThatOthersCouldHavePutThere() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path open =
        Files.createDirectories(
            temporary.resolve(".javacpp-" + System.getProperty("user.name")).resolve("cache"));
    Files.setAttribute(open, "unix:mode", 0777);
    ChildJvm detect =
        run(
            Map.of(),
            List.of("-Duser.home=" + unwritable(), "-Djava.io.tmpdir=" + temporary),
            Detect.class);
    assertThat(detect.output())
        .contains("faces " + Scenes.smallest().faces().size())
        .contains("deepfer-javacpp-")
        .doesNotContain(open.toString() + "/");
    assertThat(open).isEmptyDirectory();
    try (var left = Files.list(temporary)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith("deepfer-"));
    }
  }

  @Test
  void anInterruptDuringTheFirstUseNeitherBreaksNorSticks() throws Exception {
    Path empty = folder.resolve("cache");
    ChildJvm jvm =
        run(Map.of(), List.of("-Dorg.bytedeco.javacpp.cachedir=" + empty), Interrupted.class);
    int faces = Scenes.smallest().faces().size();
    assertThat(jvm.output())
        .contains("first found " + faces + " interrupted")
        .contains("main found " + faces);
  }

  @Test
  void saysThatAnotherClassLoaderHasIt() throws Exception {
    ChildJvm jvm = run(Map.of(), List.of(), Loaders.class);
    assertThat(jvm.output())
        .contains("faces " + Scenes.smallest().faces().size())
        .contains("another class loader of this process has loaded it")
        .contains("docs/errors.md#two-class-loaders");
  }

  @Test
  @EnabledOnOs(LINUX)
  void triesAgainWhereTheDiskHasSpaceAgain() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    // JavaCPP locks this file, so a directory in its place fails the first attempt.
    Files.createDirectory(cache.resolve(".lock"));
    ChildJvm jvm =
        run(Map.of(), List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache), TwoAttempts.class);
    assertThat(jvm.output())
        .contains("first: OpenCV cannot be loaded on")
        .contains(".lock (Is a directory)")
        .contains("second: faces " + Scenes.smallest().faces().size());
  }

  @Test
  void unpacksWhereThePropertySays() throws Exception {
    Path cache = folder.resolve("Zwischen speicher ä");
    ChildJvm detect =
        run(Map.of(), List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache), Detect.class);
    assertThat(detect.output()).contains("faces " + Scenes.smallest().faces().size());
    assertThat(cache).isNotEmptyDirectory();
  }

  @Test
  void saysWhichPropertyHelpsWhereNothingCanBeWritten() throws Exception {
    Path unwritable = unwritable();
    ChildJvm detect =
        run(
            Map.of(),
            List.of("-Duser.home=" + unwritable, "-Djava.io.tmpdir=" + unwritable),
            Detect.class);
    assertThat(detect.output())
        .contains("ProviderException OpenCV")
        .contains("org.bytedeco.javacpp.cachedir")
        .contains(unwritable.toString());
  }

  @Test
  void namesTheLibraryThatIsMissing() throws Exception {
    ChildJvm detect =
        run(Map.of(), List.of("-Dorg.bytedeco.javacpp.platform=linux-riscv64"), Detect.class);
    assertThat(detect.output())
        .contains("ProviderException OpenCV cannot be loaded")
        .contains("Could not find jniopenblas")
        .contains("opencv-platform");
  }

  /** What is loaded once cannot be hidden again in this process. */
  private static ChildJvm run(Map<String, String> environment, List<String> options, Class<?> main)
      throws Exception {
    ProcessBuilder child = ChildJvm.of(options, main).redirectErrorStream(true);
    child.environment().putAll(environment);
    return ChildJvm.run(child);
  }

  /** Not even root can make a directory below a file. */
  private Path unwritable() throws IOException {
    Path file = folder.resolve("file");
    return Files.exists(file) ? file.resolve("home") : Files.createFile(file).resolve("home");
  }
}
