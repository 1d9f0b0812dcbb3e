package io.github.deepfer.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.awt.BufferedImages;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scenes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A JPEG gives the same answer with OpenCV and without. */
class DecodersAgreeTest {
  private static final double MAX_MEAN_DIFFERENCE = 1;
  private static final double MIN_IOU = 0.98;
  private static final float MAX_PROBABILITY_DIFFERENCE = 0.02f;

  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = Pipeline.create();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  @AfterEach
  void leaveTheChoice() {
    System.clearProperty("fer.decoder");
  }

  static List<Scene> scenes() {
    return Scenes.all();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void theSamePixelsAndTheSameFaces(Scene scene) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    assertThat(ImageIO.write(BufferedImages.toBufferedImage(scene.image()), "jpeg", jpeg)).isTrue();
    Image opencv = decode(jpeg.toByteArray(), "opencv");
    Image imageio = decode(jpeg.toByteArray(), "imageio");

    assertThat(meanDifference(opencv, imageio)).isLessThan(MAX_MEAN_DIFFERENCE);
    List<Face> expected = pipeline.analyze(opencv).faces();
    List<Face> actual = pipeline.analyze(imageio).faces();
    assertThat(actual).hasSameSizeAs(scene.faces()).hasSameSizeAs(expected);
    for (Face face : expected) {
      Face same =
          actual.stream()
              .filter(other -> other.box().iou(face.box()) >= MIN_IOU)
              .findFirst()
              .orElseThrow(
                  () -> new AssertionError("no face at IoU >= " + MIN_IOU + " of " + face));
      for (Emotion emotion : Emotion.values()) {
        assertThat(same.probabilities().get(emotion))
            .as("%s of %s", emotion, face.box())
            .isCloseTo(
                face.probabilities().get(emotion),
                org.assertj.core.data.Offset.offset(MAX_PROBABILITY_DIFFERENCE));
      }
    }
  }

  private static Image decode(byte[] jpeg, String decoder) {
    System.setProperty("fer.decoder", decoder);
    return Image.decode(jpeg);
  }

  private static double meanDifference(Image one, Image other) {
    assertThat(other.format()).isEqualTo(one.format());
    ByteBuffer a = one.pixels();
    ByteBuffer b = other.pixels();
    long sum = 0;
    int count = a.remaining();
    while (a.hasRemaining()) {
      sum += Math.abs((a.get() & 0xFF) - (b.get() & 0xFF));
    }
    return (double) sum / count;
  }
}
