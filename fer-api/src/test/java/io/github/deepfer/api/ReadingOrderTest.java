package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadingOrderTest {
  private static DetectedFace face(int x, int y, int side) {
    return new DetectedFace(new Box(x, y, side, side), 0.5f, null);
  }

  /** Whatever order they come in. */
  private static void assertRead(DetectedFace... expected) {
    for (int seed = 0; seed < 50; seed++) {
      List<DetectedFace> shuffled = new ArrayList<>(List.of(expected));
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(ReadingOrder.of(shuffled)).containsExactly(expected);
    }
  }

  @Test
  void rowsComeFromTheTopEachFromLeftToRight() {
    assertRead(
        face(10, 22, 40),
        face(100, 10, 40),
        face(200, 15, 40),
        face(50, 100, 40),
        face(150, 90, 40));
  }

  @Test
  void halfAFacesHeightIsOneRow() {
    assertRead(face(10, 30, 40), face(100, 10, 40));
    assertRead(face(100, 10, 40), face(10, 31, 40));
  }

  @Test
  void aFaceOfTwoSizesIsMeasuredByTheirMean() {
    // Centres are 30 apart, half of the mean of 40 and 80.
    assertRead(face(10, 20, 80), face(100, 10, 40));
    assertRead(face(100, 10, 40), face(10, 21, 80));
  }

  /** A diagonal of faces is no single row, though each is near the next one. */
  @Test
  void rowsDoNotRunDownwards() {
    assertRead(face(200, 15, 40), face(300, 0, 40), face(0, 45, 40), face(100, 30, 40));
  }

  @Test
  void facesInTheSamePlaceHaveAnOrderToo() {
    assertRead(face(15, 15, 10), face(10, 10, 20), face(5, 5, 30));
    DetectedFace surer = new DetectedFace(new Box(5, 5, 30, 30), 0.9f, null);
    assertRead(surer, face(5, 5, 30));
  }

  @Test
  void oneAndNoneArePlain() {
    assertThat(ReadingOrder.of(List.of())).isEmpty();
    assertRead(face(1, 1, 1));
  }

  @Test
  void positionsDoNotOverflow() {
    int far = Integer.MAX_VALUE - 10;
    assertRead(face(0, 0, 10), face(far, 0, 10), face(0, far, 10), face(far, far, 10));
  }
}
