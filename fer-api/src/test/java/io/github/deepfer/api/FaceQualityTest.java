package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.deepfer.api.FaceQuality.Flaw;
import io.github.deepfer.api.FaceQuality.Limits;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaceQualityTest {
  private static final Landmarks FRONTAL =
      new Landmarks(
          new Point(40, 40),
          new Point(72, 40),
          new Point(56, 59),
          new Point(44, 75),
          new Point(68, 75));

  /** Looks far to the right of the picture. */
  private static final Landmarks PROFILE =
      new Landmarks(
          new Point(60, 40),
          new Point(76, 40),
          new Point(88, 59),
          new Point(62, 75),
          new Point(74, 75));

  @Test
  void eachFlawIsNamed() {
    Image sharp = picture(112, 2, 128, 100);
    Box box = new Box(8, 8, 96, 96);
    assertThat(measure(sharp, box, FRONTAL).flaws()).isEmpty();
    assertThat(measure(sharp, box, FRONTAL).usable()).isTrue();
    assertThat(measure(sharp, box, null).usable()).as("without landmarks").isTrue();
    assertThat(measure(sharp, new Box(8, 8, 40, 23), FRONTAL).flaws()).contains(Flaw.SMALL);
    assertThat(measure(sharp, new Box(8, 8, 24, 24), FRONTAL).flaws()).doesNotContain(Flaw.SMALL);
    assertThat(measure(picture(112, 32, 128, 100), box, FRONTAL).flaws())
        .containsExactly(Flaw.BLURRED);
    FaceQuality turned = measure(sharp, box, PROFILE);
    assertThat(turned.flaws()).containsExactly(Flaw.TURNED);
    assertThat(turned.usable()).isFalse();
    assertThat(turned.pose().yaw()).isGreaterThan(45);
    assertThat(turned.size()).isEqualTo(96);
    assertThat(turned.score()).isEqualTo(0.9f);
  }

  @Test
  void aFlatPictureIsNotSharp() {
    Image flat = Image.wrap(new byte[100 * 100], 100, 100, PixelFormat.GRAY);
    assertThat(measure(flat, new Box(0, 0, 100, 100), null).sharpness()).isZero();
  }

  @Test
  void sharpnessDependsOnNeitherSizeNorContrastNorPixels() {
    float known = sharpness(picture(48, 4, 128, 100));
    for (int side : new int[] {96, 144, 240, 480}) {
      // The same picture, with cells as much larger.
      assertThat(sharpness(picture(side, side / 12, 128, 100)))
          .as("sharpness at %s pixels", side)
          .isCloseTo(known, offset(0.2f * known));
    }
    assertThat(sharpness(picture(48, 4, 128, 50))).isCloseTo(known, offset(0.05f * known));
    assertThat(sharpness(picture(48, 4, 60, 50))).isCloseTo(known, offset(0.05f * known));
  }

  @Test
  void facesOutsideThePictureAreMeasuredToo() {
    Image image = picture(64, 2, 128, 100);
    assertThat(measure(image, new Box(-500, 40, 100, 100), null).sharpness()).isFinite();
    assertThat(measure(image, new Box(0, 0, 1, 1), null).flaws()).contains(Flaw.SMALL);
  }

  @Test
  void valuesAreChecked() {
    for (FaceQualityMaker maker :
        new FaceQualityMaker[] {
          () -> new FaceQuality(0, 1, null, 1, Set.of()),
          () -> new FaceQuality(1, Float.NaN, null, 1, Set.of()),
          () -> new FaceQuality(1, 1, null, 1.1f, Set.of())
        }) {
      assertThatThrownBy(maker::make).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Limits(-1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(0, Float.NaN, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void limitsDrawTheLine() {
    Image sharp = picture(112, 2, 128, 100);
    DetectedFace face = new DetectedFace(new Box(8, 8, 96, 96), 0.9f, PROFILE);
    FaceQuality strict = FaceQuality.measure(sharp, face, Framing.BOX, new Limits(97, 9, 90, 90));
    assertThat(strict.flaws()).containsExactlyInAnyOrder(Flaw.SMALL, Flaw.BLURRED);
    FaceQuality loose = FaceQuality.measure(sharp, face, Framing.BOX, new Limits(0, 0, 180, 90));
    assertThat(loose.usable()).isTrue();
  }

  private interface FaceQualityMaker {
    FaceQuality make();
  }

  private static FaceQuality measure(Image image, Box box, Landmarks landmarks) {
    return FaceQuality.measure(image, new DetectedFace(box, 0.9f, landmarks), Framing.BOX);
  }

  private static float sharpness(Image image) {
    return measure(image, new Box(0, 0, image.width(), image.height()), null).sharpness();
  }

  /** Value noise: random levels, a cell apart, with straight lines between. */
  private static Image picture(int side, int cell, int level, int contrast) {
    int columns = side / cell + 2;
    float[] grid = new float[columns * columns];
    Random random = new Random(4);
    for (int i = 0; i < grid.length; i++) {
      grid[i] = level + contrast * (random.nextFloat() - 0.5f);
    }
    byte[] pixels = new byte[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        float right = (x % cell + 0.5f) / cell;
        float down = (y % cell + 0.5f) / cell;
        int at = y / cell * columns + x / cell;
        float upper = grid[at] + right * (grid[at + 1] - grid[at]);
        float lower = grid[at + columns] + right * (grid[at + columns + 1] - grid[at + columns]);
        pixels[y * side + x] = (byte) Math.round(upper + down * (lower - upper));
      }
    }
    return Image.wrap(pixels, side, side, PixelFormat.GRAY);
  }
}
