package io.github.deepfer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EmotionStatisticsTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  private static EmotionProbabilities happy(double share) {
    return EmotionProbabilities.of(
        List.of(Emotion.HAPPY, Emotion.SAD), (float) share, (float) (1 - share));
  }

  private static EmotionStatistics of(double... shares) {
    EmotionStatistics statistics = new EmotionStatistics();
    for (double share : shares) {
      statistics.add(happy(share));
    }
    return statistics;
  }

  /** Against NumPy's mean and std(ddof=1). */
  @Test
  void meanAndDeviationAreThoseOfNumPy() {
    EmotionStatistics statistics = of(.1, .4, .35, .8);
    Spread happy = statistics.probability(Emotion.HAPPY);
    assertThat(happy.count()).isEqualTo(4);
    assertThat(happy.mean()).isCloseTo(0.4125, CLOSE);
    assertThat(happy.deviation()).isCloseTo(0.289756, CLOSE);
    assertThat(happy.interval()).isCloseTo(0.283955, CLOSE);
    assertThat(statistics.probability(Emotion.FEAR).mean()).isZero();
    assertThat(statistics.shown(Emotion.SAD)).isEqualTo(3);
    assertThat(statistics.share(Emotion.SAD)).isEqualTo(0.75);
    assertThat(statistics.valence().mean()).isCloseTo(2 * 0.4125 - 1, CLOSE);
  }

  @Test
  void nothingIsUndefinedAndNotZero() {
    EmotionStatistics none = new EmotionStatistics();
    assertThat(none.probability(Emotion.HAPPY).mean()).isNaN();
    assertThat(none.share(Emotion.HAPPY)).isNaN();
    assertThat(of(.5).probability(Emotion.HAPPY).deviation()).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.probability(Emotion.CONTEMPT))
        .withMessageContaining("CONTEMPT");
  }

  /** Against the formulas of Welch and Cohen in NumPy. */
  @Test
  void groupsDifferAsInNumPy() {
    GroupDifference difference =
        GroupDifference.of(
            of(.1, .4, .35, .8).probability(Emotion.HAPPY),
            of(.5, .9, .7).probability(Emotion.HAPPY));
    assertThat(difference.difference()).isCloseTo(0.2875, CLOSE);
    assertThat(difference.low()).isCloseTo(-0.075612, CLOSE);
    assertThat(difference.high()).isCloseTo(0.650612, CLOSE);
    assertThat(difference.effect()).isCloseTo(1.115926, CLOSE);
    GroupDifference unknown =
        GroupDifference.of(of(.5).valence(), new EmotionStatistics().valence());
    assertThat(List.of(unknown.difference(), unknown.low(), unknown.effect()))
        .allMatch(value -> Double.isNaN(value));
  }

  @Test
  void valenceIsHappyLessTheStrongestNegativeEmotion() {
    List<Emotion> labels =
        List.of(
            Emotion.HAPPY,
            Emotion.ANGRY,
            Emotion.SAD,
            Emotion.FEAR,
            Emotion.DISGUST,
            Emotion.SURPRISE,
            Emotion.NEUTRAL);
    assertThat(valence(labels, .3f, .1f, .2f, .05f, .05f, .2f, .1f)).isCloseTo(.1, CLOSE);
    assertThat(valence(labels, 0, .1f, .2f, .4f, .3f, 0, 0)).isCloseTo(-.4, CLOSE);
    assertThat(valence(labels, 0, 0, 0, 0, 0, .5f, .5f)).isZero();
    assertThat(valence(labels, 1, 0, 0, 0, 0, 0, 0)).isEqualTo(1);
  }

  private static double valence(List<Emotion> labels, float... values) {
    return Valence.of(EmotionProbabilities.of(labels, values));
  }
}
