package io.github.deepfer.benchmarks.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.benchmarks.detectors.LabelledPicture.Face;
import io.github.deepfer.benchmarks.detectors.Score.Group;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {
  private static DetectedFace at(int x, int y, int side) {
    return new DetectedFace(new Box(x, y, side, side), 0.9f, null);
  }

  private static Face labelled(int x, int y, int side, boolean isMasked) {
    return new Face(new Box(x, y, side, side), isMasked);
  }

  @Test
  void countsFacesBySizeAndMask() {
    Score score = new Score();
    score.add(
        List.of(
            labelled(0, 0, 50, false),
            labelled(100, 0, 30, false),
            labelled(200, 0, 60, true),
            labelled(300, 0, 60, true)),
        List.of(at(2, 2, 50), at(200, 0, 60), at(400, 0, 60), at(500, 0, 60)));
    assertThat(score.recall(Group.BARE_LARGE)).isEqualTo(1);
    assertThat(score.recall(Group.BARE_MEDIUM)).isZero();
    assertThat(score.recall(Group.MASKED_LARGE)).isEqualTo(0.5);
    assertThat(score.unmatched()).isEqualTo(0.5);
  }

  @Test
  void secondBoxOnOneFaceMatchesNothing() {
    Score score = new Score();
    score.add(List.of(labelled(0, 0, 50, false)), List.of(at(0, 0, 50), at(2, 0, 50)));
    assertThat(score.unmatched()).isEqualTo(0.5);
  }

  @Test
  void boxesThatOverlapTooLittleMissTheFace() {
    Score score = new Score();
    // 25 of 75 columns in common.
    score.add(List.of(labelled(0, 0, 50, false)), List.of(at(25, 0, 50)));
    assertThat(score.recall(Group.BARE_LARGE)).isZero();
    assertThat(score.unmatched()).isEqualTo(1);
  }
}
