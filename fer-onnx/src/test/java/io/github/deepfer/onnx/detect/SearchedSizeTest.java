package io.github.deepfer.onnx.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.fixtures.FaceFrames;
import io.github.deepfer.models.face.FaceModelProvider;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The net that ships, on frames with faces from 26 pixels on. */
class SearchedSizeTest {
  private static final int FRAMES = 12;
  private static final float CLEAR_SCORE = 0.75f;
  private static final int CLEAR_WIDTH = 28;

  /** Shrinking by area makes of repeated pixels what they were, however many there are. */
  @Test
  void aPictureEnlargedByWholePixelsHasTheSameFacesEnlarged() {
    try (FaceDetector plain = open(24);
        FaceDetector doubled = open(48);
        FaceDetector tripled = open(72)) {
      int faces = 0;
      for (Image frame : FaceFrames.random(FRAMES, 400, 300, 5)) {
        List<DetectedFace> expected = plain.detect(frame);
        faces += expected.size();
        assertEnlarged(expected, doubled.detect(enlarged(frame, 2)), 2);
        assertEnlarged(expected, tripled.detect(enlarged(frame, 3)), 3);
      }
      assertThat(faces).as("faces in all frames").isGreaterThan(FRAMES / 2);
    }
  }

  /**
   * Faces at the edge of the least score or of the smallest size may fall on either side, since
   * means of few whole pixels are rounded once, others twice.
   */
  private static void assertEnlarged(
      List<DetectedFace> plain, List<DetectedFace> enlarged, int factor) {
    for (DetectedFace face : plain) {
      if (face.score() > CLEAR_SCORE && face.box().width() > CLEAR_WIDTH) {
        assertThat(enlarged).anyMatch(other -> isSame(face, other, factor));
      }
    }
    for (DetectedFace face : enlarged) {
      if (face.score() > CLEAR_SCORE && face.box().width() > CLEAR_WIDTH * factor) {
        assertThat(plain).anyMatch(other -> isSame(other, face, factor));
      }
    }
  }

  /** What is rounded otherwise moves a score, which has no steps, by up to 0.025 here. */
  private static boolean isSame(DetectedFace plain, DetectedFace enlarged, int factor) {
    Box box = plain.box();
    Box expected =
        new Box(box.x() * factor, box.y() * factor, box.width() * factor, box.height() * factor);
    return enlarged.box().iou(expected) > 0.9 && Math.abs(enlarged.score() - plain.score()) < 0.03f;
  }

  /** What minFaceSize asks for reaches the search: smaller faces are found where it is smaller. */
  @Test
  void smallerFacesAreFoundIfTheyAreAskedFor() {
    try (FaceDetector small = open(12);
        FaceDetector large = open(80)) {
      int found = 0;
      int foundLarge = 0;
      for (Image frame : FaceFrames.random(FRAMES, 640, 480, 5)) {
        found += small.detect(frame).size();
        foundLarge += large.detect(frame).size();
        assertThat(large.detect(frame))
            .allSatisfy(face -> assertThat(face.box().width()).isGreaterThanOrEqualTo(79));
      }
      assertThat(foundLarge).isPositive().isLessThan(found);
    }
  }

  private static FaceDetector open(int minFaceSize) {
    return new OnnxDetectorBackend()
        .open(
            new FaceModelProvider().model(),
            BackendOptions.builder().minFaceSize(minFaceSize).build());
  }

  private static Image enlarged(Image image, int factor) {
    int step = image.format().bytesPerPixel();
    int width = image.width() * factor;
    ByteBuffer source = image.pixels();
    byte[] pixels = new byte[width * image.height() * factor * step];
    for (int y = 0; y < image.height() * factor; y++) {
      for (int x = 0; x < width; x++) {
        int from = y / factor * image.stride() + x / factor * step;
        source.get(from, pixels, (y * width + x) * step, step);
      }
    }
    return Image.wrap(pixels, width, image.height() * factor, image.format());
  }
}
