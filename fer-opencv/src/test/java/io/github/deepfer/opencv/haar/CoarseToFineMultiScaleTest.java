package io.github.deepfer.opencv.haar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.fixtures.FaceFrames;
import io.github.deepfer.opencv.core.OpenCv;
import io.github.deepfer.opencv.core.SmallestFace;
import io.github.deepfer.opencv.mat.Mats;
import io.github.deepfer.testkit.Scenes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against OpenCV's own search. */
final class CoarseToFineMultiScaleTest {
  private static final int SMALLEST = 30;

  @BeforeAll
  static void load() {
    OpenCv.load();
  }

  @ParameterizedTest
  @CsvSource({"1.1, 5, 120, 1", "1.1, 3, 40, 1", "1.2, 3, 40, 1", "1.05, 5, 20, 1"})
  void findsTheFacesThatOpenCvFinds(double factor, int minNeighbors, int frames, int mostOff) {
    HaarOptions options = options(factor, minNeighbors);
    int faces = 0;
    int off = 0;
    try (MultiScale search = coarseToFine(options);
        MultiScale openCv = exhaustive(options)) {
      for (Image frame : FaceFrames.random(frames, 400, 300, 7)) {
        List<Box> expected = detect(openCv, frame, SMALLEST);
        List<Box> found = detect(search, frame, SMALLEST);
        faces += expected.size();
        off += unequal(expected, found) + unequal(found, expected);
      }
    }
    assertThat(faces).isGreaterThan(frames / 2);
    assertThat(off).as("of %d faces", faces).isLessThanOrEqualTo(mostOff);
  }

  @Test
  void allItsHitsAreOpenCvsAndHardlyAnyIsMissing() {
    HaarOptions options = options(1.1, 0);
    int expected = 0;
    int found = 0;
    try (MultiScale search = coarseToFine(options);
        MultiScale openCv = exhaustive(options)) {
      for (Image frame : FaceFrames.random(30, 300, 400, 8)) {
        List<Box> all = detect(openCv, frame, SMALLEST);
        List<Box> some = detect(search, frame, SMALLEST);
        assertThat(some).doesNotHaveDuplicates();
        assertThat(new HashSet<>(all)).containsAll(some);
        expected += all.size();
        found += some.size();
      }
    }
    assertThat(found).as("of %d", expected).isGreaterThan(expected * 98 / 100);
  }

  /** A picture of one window leaves nothing out, so both must agree on each. */
  @Test
  void judgesEachWindowAsOpenCvDoes() {
    int faces = 0;
    int others = 0;
    HaarOptions options = options(1.1, 0);
    try (MultiScale search = coarseToFine(options);
        MultiScale openCv = exhaustive(options)) {
      for (Image window : windows(3000)) {
        List<Box> expected = detect(openCv, window, HaarCascade.WINDOW);
        assertThat(detect(search, window, HaarCascade.WINDOW)).isEqualTo(expected);
        faces += expected.size();
        others += 1 - expected.size();
      }
    }
    assertThat(faces).isGreaterThan(100);
    assertThat(others).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({
    "20, 20, 20",
    "20, 600, 20",
    "600, 20, 20",
    "31, 31, 30",
    "33, 47, 30",
    "1200, 40, 30",
    "60, 900, 25",
    "44, 44, 20"
  })
  void takesPicturesOfAnyShape(int width, int height, int smallest) {
    HaarOptions options = options(1.1, 0);
    Image frame = FaceFrames.random(1, width, height, 9).get(0);
    try (CoarseToFineMultiScale search = coarseToFine(options);
        MultiScale openCv = exhaustive(options)) {
      List<Box> expected = detect(openCv, frame, smallest);
      if (search.takes(width, height, smallest)) {
        assertThat(expected).containsAll(detect(search, frame, smallest));
      }
    }
  }

  @Test
  void leavesToOpenCvWhatHasNoLevelOrTooManyPixels() {
    try (CoarseToFineMultiScale search = coarseToFine(options(1.1, 5))) {
      assertThat(search.takes(1, 1, SMALLEST)).isFalse();
      assertThat(search.takes(31, 31, SMALLEST)).isFalse();
      assertThat(search.takes(32, 32, SMALLEST)).isTrue();
      assertThat(search.takes(3000, 2000, SMALLEST)).isFalse();
    }
  }

  @Test
  void findsTheSameOnAnyNumberOfThreads() {
    int threads = opencv_core.getNumThreads();
    HaarOptions options = options(1.1, 0);
    try (MultiScale search = coarseToFine(options)) {
      for (Image frame : FaceFrames.random(5, 400, 300, 10)) {
        opencv_core.setNumThreads(1);
        List<Box> alone = detect(search, frame, SMALLEST);
        opencv_core.setNumThreads(4);
        assertThat(alone).isNotEmpty();
        assertThat(detect(search, frame, SMALLEST)).isEqualTo(alone);
      }
    } finally {
      opencv_core.setNumThreads(threads);
    }
  }

  /** Its threads may all be blocked, perhaps by those who wait for this search. */
  @Test
  void searchesAloneIfThePoolDoesNotCome() {
    int threads = opencv_core.getNumThreads();
    List<Runnable> queue = new ArrayList<>();
    HaarOptions options = options(1.1, 0);
    try (MultiScale alone = coarseToFine(options);
        MultiScale search = coarseToFine(options, queue::add)) {
      for (Image frame : FaceFrames.random(5, 400, 300, 15)) {
        opencv_core.setNumThreads(1);
        List<Box> expected = detect(alone, frame, SMALLEST);
        opencv_core.setNumThreads(4);
        assertThat(detect(search, frame, SMALLEST)).isEqualTo(expected);
      }
      assertThat(queue).as("what waits in the pool after ten calls for help").hasSize(3);
      queue.forEach(Runnable::run);
      assertThat(detect(search, FaceFrames.random(1, 400, 300, 15).get(0), SMALLEST)).isNotEmpty();
      assertThat(queue).as("called again once they were away").hasSize(6);
    } finally {
      opencv_core.setNumThreads(threads);
    }
  }

  @Test
  void forgetsThePictureBefore() {
    List<Image> frames = new ArrayList<>(FaceFrames.random(3, 400, 300, 11));
    frames.addAll(FaceFrames.random(3, 200, 260, 12));
    frames.addAll(FaceFrames.random(3, 400, 300, 13));
    HaarOptions options = options(1.1, 0);
    try (MultiScale used = coarseToFine(options)) {
      for (Image frame : frames) {
        try (MultiScale fresh = coarseToFine(options)) {
          assertThat(detect(used, frame, SMALLEST)).isEqualTo(detect(fresh, frame, SMALLEST));
        }
      }
    }
  }

  private static HaarOptions options(double factor, int minNeighbors) {
    return new HaarOptions(SmallestFace.DERIVED, factor, minNeighbors, false, 4);
  }

  private static CoarseToFineMultiScale coarseToFine(HaarOptions options) {
    return coarseToFine(options, work -> new Thread(work).start());
  }

  private static CoarseToFineMultiScale coarseToFine(HaarOptions options, Executor pool) {
    return new CoarseToFineMultiScale(HaarCascade.of(CascadeModel.shipped()), options, pool);
  }

  private static MultiScale exhaustive(HaarOptions options) {
    return new ExhaustiveMultiScale(CascadeModel.shipped(), options);
  }

  private static List<Box> detect(MultiScale search, Image picture, int smallest) {
    try (Mat mat = Mats.toMat(picture)) {
      if (search instanceof CoarseToFineMultiScale coarse) {
        assertThat(coarse.takes(picture.width(), picture.height(), smallest)).isTrue();
      }
      List<Box> boxes = new ArrayList<>();
      for (FaceGroup group : search.detect(mat, smallest)) {
        // OpenCV's roundings put some boxes a pixel over the border, where it cuts them off itself.
        boxes.add(
            new Box(
                group.x(),
                group.y(),
                Math.min(group.width(), picture.width() - group.x()),
                Math.min(group.height(), picture.height() - group.y())));
      }
      return boxes;
    }
  }

  /** How many of the boxes have none of the others in their place. */
  private static int unequal(List<Box> boxes, List<Box> others) {
    return (int)
        boxes.stream()
            .filter(box -> others.stream().noneMatch(other -> box.iou(other) >= 0.9))
            .count();
  }

  /** Faces in about the place that the cascade wants them in, as wide as its window. */
  private static List<Image> windows(int count) {
    Random random = new Random(14);
    List<Image> faces = new ArrayList<>(Scenes.faces().values());
    List<Image> windows = new ArrayList<>();
    int side = HaarCascade.WINDOW;
    try (Mat window = new Mat();
        Size size = new Size(side, side)) {
      for (int i = 0; i < count; i++) {
        Image face = faces.get(random.nextInt(faces.size()));
        int part = face.width() * (80 + random.nextInt(20)) / 100;
        int left = random.nextInt(face.width() - part + 1);
        int top = random.nextInt(face.width() - part + 1);
        try (Mat whole = Mats.toMat(face);
            Rect rect = new Rect(left, top, part, part);
            Mat cut = new Mat(whole, rect)) {
          opencv_imgproc.cvtColor(cut, window, opencv_imgproc.COLOR_RGB2GRAY);
          opencv_imgproc.resize(window, window, size, 0, 0, opencv_imgproc.INTER_AREA);
          windows.add(Image.wrap(Mats.bytes(window), side, side, PixelFormat.GRAY));
        }
      }
    }
    return windows;
  }
}
