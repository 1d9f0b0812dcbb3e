package io.github.deepfer.report;

import io.github.deepfer.api.Emotion;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well a classifier does on labelled faces. What would be divided by zero is undefined: NaN in
 * Java, null in JSON. {@link EvaluationScores} makes one. Immutable.
 */
public final class Evaluation {
  private final long samples;
  private final long malformedRows;
  private final double accuracy;
  private final double macroF1;
  private final double ece;
  private final double imagesPerSecond;
  private final Map<Emotion, ClassFigures> perClass;
  private final Map<Emotion, List<Long>> confusion;
  private final Optional<Subset> votes;
  private final Optional<Subset> unseen;

  /**
   * Figures of one class.
   *
   * @param precision share of its answers that are right, in [0, 1]; NaN if it was never answered
   * @param recall share of its faces that are found, in [0, 1]; NaN if it has none
   * @param f1 their harmonic mean, in [0, 1]; NaN if it neither occurs nor was answered
   * @param support faces of this class
   */
  public record ClassFigures(double precision, double recall, double f1, long support) {}

  /**
   * Accuracy on some of the faces.
   *
   * @param samples how many
   * @param accuracy share of those whose most probable emotion is right, in [0, 1]; NaN of none
   */
  public record Subset(long samples, double accuracy) {}

  Evaluation(
      EvaluationScores scores,
      double macroF1,
      double ece,
      Map<Emotion, ClassFigures> perClass,
      Map<Emotion, List<Long>> confusion) {
    this.samples = scores.samples();
    this.malformedRows = scores.malformedRows();
    this.accuracy = scores.accuracy();
    this.macroF1 = macroF1;
    this.ece = ece;
    this.imagesPerSecond = scores.samplesPerSecond();
    this.perClass = Collections.unmodifiableMap(new EnumMap<>(perClass));
    this.confusion = Collections.unmodifiableMap(new EnumMap<>(confusion));
    this.votes = scores.votes();
    this.unseen = scores.unseen();
  }

  /**
   * Faces classified.
   *
   * @return 0 or more
   */
  public long samples() {
    return samples;
  }

  /**
   * Rows or files that could not be read.
   *
   * @return 0 or more
   */
  public long malformedRows() {
    return malformedRows;
  }

  /**
   * The share of faces whose most probable emotion is their label.
   *
   * @return a value in [0, 1]; NaN without a face
   */
  public double accuracy() {
    return accuracy;
  }

  /**
   * The mean F1 of the classes that occur as a label or as an answer.
   *
   * @return a value in [0, 1]; NaN without a face
   */
  public double macroF1() {
    return macroF1;
  }

  /**
   * The expected calibration error over 15 bins of equal width (Guo et al., 2017).
   *
   * @return a value in [0, 1]; NaN without a face
   */
  public double ece() {
    return ece;
  }

  /**
   * Faces per second of classification, reading left out.
   *
   * @return above 0; NaN if the time is not known
   */
  public double imagesPerSecond() {
    return imagesPerSecond;
  }

  /**
   * The figures of each class.
   *
   * @return the seven basic emotions, and contempt if it occurs; unmodifiable
   */
  public Map<Emotion, ClassFigures> perClass() {
    return perClass;
  }

  /**
   * What was predicted for the faces of each class.
   *
   * @return by actual class, how often each class was predicted, in the order of the map's keys;
   *     unmodifiable
   */
  public Map<Emotion, List<Long>> confusion() {
    return confusion;
  }

  /**
   * Against the majority of voters instead of the label.
   *
   * @return the faces that have a majority; empty if no votes were given
   */
  public Optional<Subset> votes() {
    return votes;
  }

  /**
   * Without the faces that the training data holds too.
   *
   * @return the others; empty if that was not looked for
   */
  public Optional<Subset> unseen() {
    return unseen;
  }
}
