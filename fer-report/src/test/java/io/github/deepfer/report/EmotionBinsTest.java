package io.github.deepfer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.table.BinTable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmotionBinsTest {
  /** All faces are angry to the full. */
  @Test
  void framesFallIntoTheBinInWhichTheyBegin() {
    EmotionBins bins = new EmotionBins(Duration.ofMillis(500));
    bins.add(Sightings.frame(0, Sightings.face(1, Emotion.ANGRY)));
    bins.add(Sightings.frame(0.499, Sightings.face(1, Emotion.ANGRY)));
    bins.add(
        Sightings.frame(0.5, Sightings.face(1, Emotion.ANGRY), Sightings.face(7, Emotion.ANGRY)));
    bins.add(Sightings.frame(1.2));
    bins.add(Sightings.frame(2, Sightings.face(1, Emotion.ANGRY)));
    String means = "1.000000,0.000000,0.000000,0.000000,0.000000,0.000000,0.000000,-1.000000\n";
    assertThat(BinTable.csv(bins))
        .isEqualTo(
            "track,start,end,frames,angry,disgust,fear,happy,neutral,sad,surprise,valence\n"
                + ("1,0.000,0.500,2," + means)
                + ("1,0.500,1.000,1," + means)
                + ("1,2.000,2.500,1," + means)
                + ("7,0.500,1.000,1," + means));
  }

  @Test
  void aBinHasALength() {
    assertThatIllegalArgumentException().isThrownBy(() -> new EmotionBins(Duration.ZERO));
  }
}
