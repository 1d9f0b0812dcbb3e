package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Emotion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well a classifier does.
 *
 * @param samples faces classified
 * @param malformedRows rows or files passed over because they are damaged
 * @param accuracy share of faces whose most probable emotion is their label
 * @param macroF1 mean F1 of the classes that occur as a label or as an answer
 * @param ece expected calibration error over 15 bins of equal width (Guo et al., 2017)
 * @param imagesPerSecond faces per second of classification, reading left out
 * @param perClass figures of each class
 * @param confusion by true class, how often each class was the answer, in the order of the classes
 * @param votes against the FER+ majority, if votes were given
 * @param unseen without the faces that Training has too, if the file has Training beside the usage
 */
record Evaluation(
    long samples,
    long malformedRows,
    double accuracy,
    double macroF1,
    double ece,
    double imagesPerSecond,
    Map<Emotion, ClassFigures> perClass,
    Map<Emotion, List<Long>> confusion,
    Optional<VoteFigures> votes,
    Optional<UnseenFigures> unseen) {

  /**
   * Figures of one class; what would be divided by zero is 0.
   *
   * @param support faces of this class
   */
  record ClassFigures(double precision, double recall, double f1, long support) {}

  /**
   * @param samples faces with a unique majority among the seven
   * @param accuracy share of those whose most probable emotion it is
   */
  record VoteFigures(long samples, double accuracy) {}

  /**
   * @param samples faces without a near-duplicate in Training
   * @param accuracy share of those whose most probable emotion is their label
   */
  record UnseenFigures(long samples, double accuracy) {}
}
