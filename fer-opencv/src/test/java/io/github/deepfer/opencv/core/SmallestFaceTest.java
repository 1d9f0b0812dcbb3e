package io.github.deepfer.opencv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.deepfer.opencv.haar.HaarFaceDetector;
import org.junit.jupiter.api.Test;

final class SmallestFaceTest {
  @Test
  void isWhatWasAskedForOrATwentiethOfTheShorterSide() {
    assertThat(new SmallestFace(7).in(640, 480, 30)).isEqualTo(7);
    assertThat(SmallestFace.DERIVED.in(1920, 1080, 30)).isEqualTo(54);
    assertThat(SmallestFace.DERIVED.in(1080, 1920, 30)).isEqualTo(54);
    assertThat(SmallestFace.DERIVED.in(640, 480, 30)).isEqualTo(30);
  }

  @Test
  void noDetectorTakesANegativeSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HaarFaceDetector.builder().minFaceSize(-1))
        .withMessageContaining("-1");
  }
}
