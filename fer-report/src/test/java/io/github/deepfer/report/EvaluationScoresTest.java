package io.github.deepfer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationScoresTest {
  private final EvaluationScores scores = new EvaluationScores();

  /** Figures by hand: two in the bin [.8, .867), one hit; three in [.6, .667), three hits. */
  @Test
  void calibrationErrorIsTheGapPerBinWeightedByItsFaces() {
    add(Emotion.HAPPY, Emotion.HAPPY, 0.82f);
    add(Emotion.SAD, Emotion.HAPPY, 0.84f);
    for (int i = 0; i < 3; i++) {
      add(Emotion.FEAR, Emotion.FEAR, 0.62f);
    }
    double expected = (Math.abs(1 - 1.66) + Math.abs(3 - 1.86)) / 5;
    assertThat(evaluation().ece()).isCloseTo(expected, within(1e-6));
    assertThat(evaluation().accuracy()).isEqualTo(0.8);
  }

  /** A certain answer belongs to the last bin, not to one behind it. */
  @Test
  void certainAnswersHaveABin() {
    add(Emotion.HAPPY, Emotion.HAPPY, 1);
    assertThat(evaluation().ece()).isZero();
  }

  /** By the definitions of precision, recall and F1 over the confusion HH=2, HS=1, SS=1, SH=1. */
  @Test
  void figuresFollowTheConfusion() {
    add(Emotion.HAPPY, Emotion.HAPPY, 0.9f);
    add(Emotion.HAPPY, Emotion.HAPPY, 0.9f);
    add(Emotion.HAPPY, Emotion.SAD, 0.9f);
    add(Emotion.SAD, Emotion.SAD, 0.9f);
    add(Emotion.SAD, Emotion.HAPPY, 0.9f);
    Evaluation evaluation = evaluation();
    assertThat(evaluation.perClass().get(Emotion.HAPPY))
        .isEqualTo(new Evaluation.ClassFigures(2.0 / 3, 2.0 / 3, 2.0 / 3, 3));
    assertThat(evaluation.perClass().get(Emotion.SAD))
        .isEqualTo(new Evaluation.ClassFigures(0.5, 0.5, 0.5, 2));
    // Classes that neither occur nor are answered would drag the mean down to 1/6.
    assertThat(evaluation.macroF1()).isCloseTo((2.0 / 3 + 0.5) / 2, within(1e-12));
    assertThat(evaluation.confusion().get(Emotion.HAPPY))
        .containsExactly(0L, 0L, 0L, 2L, 0L, 1L, 0L);
  }

  private void add(Emotion label, Emotion answer, float confidence) {
    List<Emotion> labels =
        Arrays.stream(Emotion.values()).filter(emotion -> emotion != Emotion.CONTEMPT).toList();
    float[] values = new float[labels.size()];
    Arrays.fill(values, (1 - confidence) / (values.length - 1));
    values[labels.indexOf(answer)] = confidence;
    scores.add(label, EmotionProbabilities.of(labels, values));
  }

  private Evaluation evaluation() {
    return scores.evaluation();
  }

  /** What would be divided by zero is no figure: never 0, which would say "always wrong". */
  @Test
  void whatHasNothingToCountIsUndefined() {
    assertThat(evaluation().accuracy()).isNaN();
    assertThat(evaluation().macroF1()).isNaN();
    assertThat(evaluation().ece()).isNaN();
    assertThat(evaluation().imagesPerSecond()).isNaN();
    add(Emotion.HAPPY, Emotion.SAD, 0.9f);
    scores.expectVotes();
    Evaluation one = evaluation();
    assertThat(one.perClass().get(Emotion.HAPPY).precision()).isNaN();
    assertThat(one.perClass().get(Emotion.HAPPY).recall()).isZero();
    assertThat(one.perClass().get(Emotion.HAPPY).f1()).isZero();
    assertThat(one.perClass().get(Emotion.SAD).precision()).isZero();
    assertThat(one.perClass().get(Emotion.SAD).recall()).isNaN();
    assertThat(one.perClass().get(Emotion.FEAR))
        .isEqualTo(new Evaluation.ClassFigures(Double.NaN, Double.NaN, Double.NaN, 0));
    assertThat(one.votes()).contains(new Evaluation.Subset(0, Double.NaN));
    assertThat(one.unseen()).isEmpty();
  }
}
