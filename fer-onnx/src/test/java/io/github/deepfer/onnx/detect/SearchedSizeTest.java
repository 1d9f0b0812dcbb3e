package io.github.deepfer.onnx.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.models.face.FaceModelProvider;
import io.github.deepfer.testkit.FaceFrames;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The net that ships, on frames with faces from 26 pixels on. */
class SearchedSizeTest {
  private static final int FRAMES = 12;

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

  private static void assertEnlarged(
      List<DetectedFace> expected, List<DetectedFace> found, int factor) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Box box = expected.get(i).box();
      Box large =
          new Box(box.x() * factor, box.y() * factor, box.width() * factor, box.height() * factor);
      assertThat(found.get(i).box().iou(large)).isGreaterThan(0.9);
      // Means of few whole pixels are rounded once, others twice.
      assertThat(found.get(i).score()).isCloseTo(expected.get(i).score(), offset(0.02f));
    }
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
