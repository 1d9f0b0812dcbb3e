package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.Point;
import io.github.deepfer.testkit.Scene.LabelledFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every {@link FaceDetector} must do. */
public abstract class FaceDetectorContract {
  private static final double MIN_IOU = 0.5;

  /** One pixel of a face of 40 costs an IoU of 0.05 by rounding alone. */
  private static final double MIN_SHIFTED_IOU = 0.8;

  /** In widths of the box. */
  private static final float MAX_LANDMARK_SHIFT = 0.1f;

  private static final Comparator<DetectedFace> ORDER =
      Comparator.comparing(DetectedFace::score)
          .reversed()
          .thenComparing(face -> face.box().y())
          .thenComparing(face -> face.box().x());

  private FaceDetector detector;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // JUnit calls openSubject first
  protected FaceDetectorContract() {}

  /**
   * Opens the subject with its defaults. The contract closes it.
   *
   * @return a new detector
   */
  protected abstract FaceDetector open();

  /**
   * Gate: whether every face comes with landmarks.
   *
   * @return true unless overridden; a detector without landmarks must say so
   */
  protected boolean givesLandmarks() {
    return true;
  }

  /**
   * Gate: how much a face's score may change when the picture is shifted by one pixel.
   *
   * @return 0.1 unless overridden; more must be stated in the detector's documentation
   */
  protected float maxScoreShift() {
    return 0.1f;
  }

  @BeforeEach
  final void openSubject() {
    detector = open();
  }

  @AfterEach
  final void closeSubject() {
    detector.close();
  }

  @TestFactory
  Stream<DynamicTest> findsEachKnownFaceOnceAndNothingElse() {
    return Scenes.all().stream()
        .map(scene -> DynamicTest.dynamicTest(scene.name(), () -> assertFinds(scene)));
  }

  /** Asserts on the boxes themselves and on the crops that a classifier gets. */
  private void assertFinds(Scene scene) {
    List<DetectedFace> found = detector.detect(scene.image());
    Framing framing = detector.framing();
    for (LabelledFace known : scene.faces()) {
      assertThat(found)
          .as("faces at IoU >= %s with the %s one, %s", MIN_IOU, known.emotion(), known.box())
          .filteredOn(face -> face.box().iou(known.box()) >= MIN_IOU)
          .hasSize(1)
          .allSatisfy(
              face ->
                  assertThat(pixels(framing.crop(face.box())).iou(known.box()))
                      .as("IoU of the framed crop")
                      .isGreaterThanOrEqualTo(MIN_IOU));
    }
    assertThat(found).as("all that was found").hasSameSizeAs(scene.faces());
  }

  private static Box pixels(FaceCrop crop) {
    return new Box(
        Math.round(crop.x()),
        Math.round(crop.y()),
        Math.round(crop.width()),
        Math.round(crop.height()));
  }

  @Test
  void findsNobodyWhereNobodyIs() {
    assertThat(detector.detect(Scenes.nobody())).isEmpty();
  }

  @Test
  void findsNothingOnBlankPictures() {
    for (int value : new int[] {0, 128, 255}) {
      assertThat(detector.detect(Pixels.uniform(640, 480, PixelFormat.RGB, value)))
          .as("faces on a picture filled with %s", value)
          .isEmpty();
    }
  }

  @Test
  void takesPicturesFromOnePixelOn() {
    int[][] sizes = {{1, 1}, {2, 1}, {1, 2}, {3, 3}, {1, 500}, {500, 1}, {17, 23}};
    for (PixelFormat format : PixelFormat.values()) {
      for (int[] size : sizes) {
        Image image = Pixels.noise(size[0], size[1], format, 3);
        assertInside(detector.detect(image), image);
      }
    }
  }

  @Test
  void strideOffsetAndKindOfBufferChangeNothing() {
    Image image = Scenes.smallest().image();
    List<DetectedFace> expected = detector.detect(image);
    assertThat(expected).isNotEmpty();
    for (int gap : new int[] {1, 13}) {
      for (boolean direct : new boolean[] {false, true}) {
        assertThat(detector.detect(Pixels.padded(image, gap, direct)))
            .as("faces with %s more bytes per row, direct buffer: %s", gap, direct)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void pixelFormatChangesNothing() {
    Image image = Pixels.tinted(Scenes.smallest().image());
    List<DetectedFace> expected = detector.detect(image);
    assertThat(expected).isNotEmpty();
    for (PixelFormat format : List.of(PixelFormat.BGR, PixelFormat.RGBA, PixelFormat.BGRA)) {
      assertThat(detector.detect(Pixels.convert(image, format)))
          .as("faces of a coloured picture as %s", format)
          .isEqualTo(expected);
    }
    Image gray = Pixels.gray(image);
    assertThat(detector.detect(gray))
        .as("faces of a grey picture as GRAY")
        .isEqualTo(detector.detect(Pixels.convert(gray, PixelFormat.RGB)));
  }

  /**
   * A camera never stands quite still: what moves by a pixel must be found again, moved by a pixel,
   * and as sure.
   */
  @Test
  void aShiftByOnePixelMovesFacesByOnePixel() {
    for (Scene scene : Scenes.all()) {
      Image image = scene.image();
      int width = image.width() - 1;
      int height = image.height() - 1;
      List<DetectedFace> found = detector.detect(Pixels.part(image, new Box(0, 0, width, height)));
      for (int[] shift : new int[][] {{1, 0}, {0, 1}, {1, 1}}) {
        Image shifted = Pixels.part(image, new Box(shift[0], shift[1], width, height));
        List<DetectedFace> again = detector.detect(shifted);
        for (DetectedFace face : found) {
          assertShifted(face, again, shift[0], shift[1], scene);
        }
      }
    }
  }

  private void assertShifted(
      DetectedFace face, List<DetectedFace> again, int right, int down, Scene scene) {
    Box box = face.box();
    Box expected =
        new Box(
            Math.max(0, box.x() - right), Math.max(0, box.y() - down), box.width(), box.height());
    DetectedFace same =
        again.stream()
            .max(Comparator.comparing(other -> other.box().iou(expected)))
            .orElseThrow(() -> new AssertionError("no faces in " + scene + " after a shift"));
    assertThat(same.box().iou(expected))
        .as("IoU of %s with %s, moved by %s, %s in %s", same, face, right, down, scene)
        .isGreaterThanOrEqualTo(MIN_SHIFTED_IOU);
    assertThat(same.score())
        .as("score of %s, moved by %s, %s in %s", face, right, down, scene)
        .isCloseTo(face.score(), offset(maxScoreShift()));
    Landmarks landmarks = face.landmarks();
    Landmarks moved = same.landmarks();
    if (landmarks != null && moved != null) {
      float most = MAX_LANDMARK_SHIFT * box.width();
      List<Point> points = points(landmarks);
      for (int i = 0; i < points.size(); i++) {
        assertThat(points(moved).get(i).x() + right)
            .as("x of landmark %s of %s in %s", i, face, scene)
            .isCloseTo(points.get(i).x(), offset(most));
        assertThat(points(moved).get(i).y() + down)
            .as("y of landmark %s of %s in %s", i, face, scene)
            .isCloseTo(points.get(i).y(), offset(most));
      }
    }
  }

  private static List<Point> points(Landmarks landmarks) {
    return List.of(
        landmarks.leftEye(),
        landmarks.rightEye(),
        landmarks.nose(),
        landmarks.leftMouth(),
        landmarks.rightMouth());
  }

  @Test
  void takesPortraitPictures() {
    Scene scene = Scenes.smallest();
    LabelledFace known = scene.faces().get(0);
    Box box = known.box();
    Box portrait =
        new Box(
            box.x() - box.width() / 4,
            box.y() - box.height(),
            box.width() * 3 / 2,
            box.height() * 3);
    Image image = Pixels.part(scene.image(), portrait);
    Box expected =
        new Box(box.x() - portrait.x(), box.y() - portrait.y(), box.width(), box.height());
    List<DetectedFace> found = detector.detect(image);
    assertInside(found, image);
    assertThat(found)
        .as("faces of a portrait picture at %s", expected)
        .anyMatch(face -> face.box().iou(expected) >= MIN_IOU);
  }

  @Test
  void findsTheFacesOfVeryLargePictures() {
    Scene scene = Scenes.smallest();
    int factor = 6000 / scene.image().width() + 1;
    Image image = Pixels.enlarged(scene.image(), factor);
    List<DetectedFace> found = detector.detect(image);
    assertInside(found, image);
    for (LabelledFace known : scene.faces()) {
      Box box = known.box();
      Box large =
          new Box(box.x() * factor, box.y() * factor, box.width() * factor, box.height() * factor);
      assertThat(found)
          .as("faces in %s at %s", image, large)
          .anyMatch(face -> face.box().iou(large) >= MIN_IOU);
    }
  }

  @Test
  void boxesOfFacesAtTheEdgeStayInside() {
    for (Scene scene : Scenes.all()) {
      Box box = scene.faces().get(0).box();
      for (int cut = 1; cut < 4; cut++) {
        int x = box.x() + box.width() * cut / 8;
        int y = box.y() + box.height() * cut / 8;
        Image image = Pixels.part(scene.image(), new Box(x, y, box.width(), box.height()));
        assertInside(detector.detect(image), image);
      }
    }
  }

  @Test
  void ordersByScoreThenFromTheTopLeft() {
    for (Scene scene : Scenes.all()) {
      assertThat(detector.detect(scene.image()))
          .as("faces of %s", scene)
          .isSortedAccordingTo(ORDER);
    }
  }

  @Test
  void twoCallsAgree() {
    for (Scene scene : Scenes.all()) {
      assertThat(detector.detect(scene.image()))
          .as("second result for %s", scene)
          .isEqualTo(detector.detect(scene.image()));
    }
  }

  /** Heap buffers are read-only to the subject; the memory of a direct one is open to natives. */
  @Test
  void leavesThePictureAlone() {
    for (PixelFormat format : PixelFormat.values()) {
      Image scene = Scenes.smallest().image();
      Image image =
          Pixels.direct(
              format == PixelFormat.GRAY ? Pixels.gray(scene) : Pixels.convert(scene, format));
      byte[] before = Pixels.bytes(image);
      detector.detect(image);
      assertThat(Pixels.bytes(image)).as("bytes of a %s picture", format).isEqualTo(before);
    }
  }

  @Test
  void givesLandmarksOnEveryFaceOrNone() {
    for (Scene scene : Scenes.all()) {
      for (DetectedFace face : detector.detect(scene.image())) {
        Landmarks landmarks = face.landmarks();
        if (!givesLandmarks()) {
          assertThat(landmarks).as("landmarks, which givesLandmarks() denies").isNull();
        } else if (landmarks == null) {
          throw new AssertionError(
              "no landmarks on " + face + " of " + scene + ", which givesLandmarks() claims");
        } else {
          assertFacesTheViewer(landmarks, face.box());
        }
      }
    }
  }

  private static void assertFacesTheViewer(Landmarks landmarks, Box box) {
    assertThat(landmarks.leftEye().x()).as("left eye").isLessThan(landmarks.rightEye().x());
    assertThat(landmarks.leftMouth().x()).as("left mouth").isLessThan(landmarks.rightMouth().x());
    for (Point eye : List.of(landmarks.leftEye(), landmarks.rightEye())) {
      assertThat(eye.y()).as("eye above nose").isLessThan(landmarks.nose().y());
      assertThat(eye.y()).as("eye inside the box").isGreaterThan(box.y());
    }
    for (Point mouth : List.of(landmarks.leftMouth(), landmarks.rightMouth())) {
      assertThat(mouth.y()).as("mouth below nose").isGreaterThan(landmarks.nose().y());
      assertThat(mouth.y()).as("mouth inside the box").isLessThan(box.y() + box.height());
    }
  }

  @Test
  void saysWhatRuns() {
    assertThat(detector.info().id()).isNotBlank();
    assertThat(detector.info().executionProvider()).isNotBlank();
    assertThat(detector.info().libraries()).as("libraries with versions").isNotEmpty();
  }

  @Test
  void eightThreadsAgreeWithOne() throws Exception {
    List<Callable<List<DetectedFace>>> calls = new ArrayList<>();
    for (Scene scene : Scenes.all()) {
      calls.add(() -> detector.detect(scene.image()));
    }
    Concurrency.assertThreadsAgree(calls, FaceDetectorContract::assertSame);
  }

  @Test
  void closeWaitsForRunningCalls() throws Exception {
    Image image = Scenes.smallest().image();
    Concurrency.assertCloseDuringCalls(
        this::open, subject -> subject.detect(image), FaceDetectorContract::assertSame);
  }

  @Test
  void closesTwice() {
    detector.close();
    detector.close();
  }

  @Test
  void refusesUseAfterClose() {
    detector.close();
    assertThatThrownBy(() -> detector.detect(Pixels.uniform(64, 64, PixelFormat.RGB, 0)))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertSame(List<DetectedFace> actual, List<DetectedFace> expected) {
    assertThat(actual).isEqualTo(expected);
  }

  private static void assertInside(List<DetectedFace> found, Image image) {
    assertThat(found)
        .allSatisfy(
            face -> {
              Box box = face.box();
              assertThat(box.x()).as("left of %s in %s", box, image).isNotNegative();
              assertThat(box.y()).as("top of %s in %s", box, image).isNotNegative();
              assertThat((long) box.x() + box.width())
                  .as("right of %s in %s", box, image)
                  .isLessThanOrEqualTo(image.width());
              assertThat((long) box.y() + box.height())
                  .as("bottom of %s in %s", box, image)
                  .isLessThanOrEqualTo(image.height());
            });
  }
}
