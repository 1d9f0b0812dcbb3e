package io.github.deepfer.opencv.haar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.testkit.FaceDetectorContract;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scenes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HaarFaceDetectorTest extends FaceDetectorContract {
  @TempDir Path folder;

  @Override
  protected FaceDetector open() {
    return new HaarFaceDetectorProvider().open(BackendOptions.DEFAULT);
  }

  @Override
  protected boolean givesLandmarks() {
    return false;
  }

  @Test
  void leavesOutFacesBelowTheLeastSize() {
    Image image = Scenes.smallest().image();
    List<DetectedFace> all = detect(HaarFaceDetector.builder(), image);
    int widest = all.stream().mapToInt(face -> face.box().width()).max().orElseThrow();
    assertThat(detect(HaarFaceDetector.builder().minFaceSize(widest * 3 / 2), image)).isEmpty();
    assertThat(detect(HaarFaceDetector.builder().minFaceSize(widest / 2), image))
        .hasSameSizeAs(all);
  }

  @Test
  void findsSmallFacesWhenAskedTo() {
    Image scene = Scenes.smallest().image();
    Image canvas = onCanvas(shrunk(scene, 4), 1200, 1200);
    assertThat(detect(HaarFaceDetector.builder(), canvas)).isEmpty();
    assertThat(detect(HaarFaceDetector.builder().minFaceSize(24), canvas)).isNotEmpty();
  }

  @Test
  void dropsFacesWithTooFewNeighbors() {
    Image image = Scenes.smallest().image();
    assertThat(detect(HaarFaceDetector.builder().minNeighbors(10_000), image)).isEmpty();
  }

  @Test
  void scoreIsTheShareOfNeighbors() {
    Image image = Scenes.smallest().image();
    // n / (n + 5) against n / (n + 1) for the same n
    float five = detect(HaarFaceDetector.builder(), image).get(0).score();
    float one = detect(HaarFaceDetector.builder().minNeighbors(1), image).get(0).score();
    float n = five * 5 / (1 - five);
    assertThat(n).isBetween(5f, 10_000f);
    assertThat(one).isCloseTo(n / (n + 1), within(1e-3f));
  }

  /** docs/performance.md recommends it for live streams. */
  @Test
  void coarserStepsFindTheSameFacesOfTheScenes() {
    HaarFaceDetector.Builder coarse = HaarFaceDetector.builder().scaleFactor(1.2).minNeighbors(3);
    for (Scene scene : Scenes.all()) {
      List<DetectedFace> found = detect(coarse, scene.image());
      assertThat(found).as(scene.name()).hasSameSizeAs(scene.faces());
      for (Scene.LabelledFace face : scene.faces()) {
        assertThat(found)
            .as("%s %s", scene.name(), face)
            .anyMatch(candidate -> candidate.box().iou(face.box()) >= 0.7);
      }
    }
    assertThat(detect(coarse, Scenes.nobody())).isEmpty();
  }

  @Test
  void takesAnotherCascadeWithItsFraming() throws Exception {
    Path copy =
        Files.writeString(folder.resolve("mein Gesicht ä.xml"), CascadeModel.shipped().xml());
    Framing framing = new Framing(1.5f, 0, 0.1f);
    Image image = Scenes.smallest().image();
    try (HaarFaceDetector detector = HaarFaceDetector.builder().cascade(copy, framing).build()) {
      assertThat(detector.framing()).isEqualTo(framing);
      assertThat(detector.detect(image)).isEqualTo(detect(HaarFaceDetector.builder(), image));
    }
  }

  @Test
  void aDamagedCascadeIsAModelErrorThatNamesIt() throws Exception {
    for (String text : new String[] {"", "no XML", "<?xml version=\"1.0\"?><opencv_storage/>"}) {
      Path file = folder.resolve("broken.xml");
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> HaarFaceDetector.builder().cascade(file, Framing.BOX).build())
          .as("cascade file with '%s'", text)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("broken");
    }
    Path missing = folder.resolve("missing.xml");
    assertThatThrownBy(() -> HaarFaceDetector.builder().cascade(missing, Framing.BOX).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("missing.xml");
  }

  @Test
  void refusesBadOptions() {
    HaarFaceDetector.Builder builder = HaarFaceDetector.builder();
    assertThatThrownBy(() -> builder.scaleFactor(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.scaleFactor(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.minNeighbors(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void infoNamesOpenCvAndTheCascade() {
    try (FaceDetector detector = open()) {
      assertThat(detector.info().libraries().get("opencv")).matches("4\\.\\d+\\.\\d+.*");
      assertThat(detector.info().models())
          .singleElement()
          .satisfies(model -> assertThat(model.id()).startsWith("haarcascade_frontalface"))
          .satisfies(model -> assertThat(model.sha256()).matches("[0-9a-f]{64}"));
    }
  }

  @Test
  void withOneThreadTheCallerSearchesAlone() {
    detect(HaarFaceDetector.builder().threads(1), Scenes.smallest().image());
    assertThat(helpers()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HaarFaceDetector.builder().threads(-1))
        .withMessageContaining("-1");
  }

  private static List<Thread> helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("fer-haar"))
        .toList();
  }

  @Test
  void itsThreadsAreNamedServeAllCallsAndEndWithIt() throws Exception {
    int openCvs = opencv_core.getNumThreads();
    opencv_core.setNumThreads(4);
    List<Thread> threads;
    try (HaarFaceDetector detector = HaarFaceDetector.builder().threads(3).build()) {
      assertThat(helpers()).as("before the first call").isEmpty();
      for (int i = 0; i < 5; i++) {
        detector.detect(Scenes.smallest().image());
      }
      threads = helpers();
      assertThat(threads).hasSize(2).allMatch(Thread::isDaemon);
    } finally {
      opencv_core.setNumThreads(openCvs);
    }
    for (Thread thread : threads) {
      thread.join(60_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static List<DetectedFace> detect(HaarFaceDetector.Builder builder, Image image) {
    try (HaarFaceDetector detector = builder.build()) {
      List<DetectedFace> found = detector.detect(image);
      Box frame = new Box(0, 0, image.width(), image.height());
      assertThat(found).allSatisfy(face -> assertThat(frame.iou(face.box())).isPositive());
      return found;
    }
  }

  private static Image shrunk(Image image, int factor) {
    int width = image.width() / factor;
    int height = image.height() / factor;
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sum = 0;
        for (int i = 0; i < factor * factor; i++) {
          int fromX = x * factor + i % factor;
          int fromY = y * factor + i / factor;
          sum += image.pixels().get(fromY * image.stride() + fromX * 3 + 1) & 0xFF;
        }
        pixels[y * width + x] = (byte) (sum / (factor * factor));
      }
    }
    return Image.wrap(pixels, width, height, PixelFormat.GRAY);
  }

  private static Image onCanvas(Image image, int width, int height) {
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 128);
    for (int y = 0; y < image.height(); y++) {
      image.pixels().get(y * image.stride(), pixels, y * width, image.width());
    }
    return Image.wrap(pixels, width, height, PixelFormat.GRAY);
  }
}
