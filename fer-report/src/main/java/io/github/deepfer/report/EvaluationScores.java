package io.github.deepfer.report;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.report.Evaluation.ClassFigures;
import io.github.deepfer.report.Evaluation.Subset;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Sums up classified faces in constant memory. Not thread-safe. No argument may be null. */
public final class EvaluationScores {
  private static final int BINS = 15;

  private final Set<Emotion> classes = EnumSet.complementOf(EnumSet.of(Emotion.CONTEMPT));
  private final long[][] confusion = new long[Emotion.values().length][Emotion.values().length];
  private final long[] hitsByBin = new long[BINS];
  private final double[] confidenceByBin = new double[BINS];
  private long samples;
  private long hits;
  private boolean withVotes;
  private long voted;
  private long voteHits;
  private long malformedRows;
  private double seconds = Double.NaN;
  private Optional<Subset> unseen = Optional.empty();

  /** Starts without a face. */
  public EvaluationScores() {}

  /**
   * Adds a face.
   *
   * @param actual its label
   * @param predicted what the classifier says
   */
  public void add(Emotion actual, EmotionProbabilities predicted) {
    Objects.requireNonNull(actual, "actual");
    Emotion answer = predicted.top();
    boolean hit = answer == actual;
    float confidence = predicted.get(answer);
    int bin = Math.min((int) (confidence * BINS), BINS - 1);
    samples++;
    hits += hit ? 1 : 0;
    hitsByBin[bin] += hit ? 1 : 0;
    confidenceByBin[bin] += confidence;
    confusion[actual.ordinal()][answer.ordinal()]++;
    classes.add(actual);
    classes.add(answer);
  }

  /** Says that there are votes, even if none of the faces should have a majority. */
  public void expectVotes() {
    withVotes = true;
  }

  /**
   * Adds what most voters saw in a face that was added, if they agree on one.
   *
   * @param majority the emotion of the most votes
   * @param predicted what the classifier says
   */
  public void addVote(Emotion majority, EmotionProbabilities predicted) {
    Objects.requireNonNull(majority, "majority");
    Objects.requireNonNull(predicted, "predicted");
    withVotes = true;
    voted++;
    voteHits += majority == predicted.top() ? 1 : 0;
  }

  /**
   * Says how many rows or files could not be read.
   *
   * @param count 0 or more
   */
  public void malformedRows(long count) {
    malformedRows = count;
  }

  /**
   * Says how long the classifications took.
   *
   * @param spent the time, 0 or more
   */
  public void time(Duration spent) {
    seconds = spent.toNanos() / 1e9;
  }

  /**
   * Says how well the classifier does on faces that its training data does not hold.
   *
   * @param subset those faces; empty if that was not looked for
   */
  public void unseen(Optional<Subset> subset) {
    unseen = Objects.requireNonNull(subset, "subset");
  }

  /**
   * How many faces were added.
   *
   * @return 0 or more
   */
  public long samples() {
    return samples;
  }

  /**
   * The figures so far.
   *
   * @return what they are now
   */
  public Evaluation evaluation() {
    Map<Emotion, ClassFigures> perClass = new EnumMap<>(Emotion.class);
    Map<Emotion, List<Long>> rows = new EnumMap<>(Emotion.class);
    for (Emotion emotion : classes) {
      perClass.put(emotion, figures(emotion));
      rows.put(
          emotion,
          classes.stream().map(answer -> confusion[emotion.ordinal()][answer.ordinal()]).toList());
    }
    return new Evaluation(this, macroF1(), ece(), perClass, rows);
  }

  long malformedRows() {
    return malformedRows;
  }

  double accuracy() {
    return ratio(hits, samples);
  }

  double samplesPerSecond() {
    return seconds > 0 ? samples / seconds : Double.NaN;
  }

  Optional<Subset> votes() {
    return withVotes ? Optional.of(new Subset(voted, ratio(voteHits, voted))) : Optional.empty();
  }

  Optional<Subset> unseen() {
    return unseen;
  }

  private ClassFigures figures(Emotion emotion) {
    long right = confusion[emotion.ordinal()][emotion.ordinal()];
    long support = support(emotion);
    long answered = answered(emotion);
    return new ClassFigures(
        ratio(right, answered),
        ratio(right, support),
        ratio(2 * right, support + answered),
        support);
  }

  private double macroF1() {
    return classes.stream()
        .filter(emotion -> support(emotion) + answered(emotion) > 0)
        .mapToDouble(emotion -> figures(emotion).f1())
        .average()
        .orElse(Double.NaN);
  }

  private double ece() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(hitsByBin[bin] - confidenceByBin[bin]);
    }
    return samples == 0 ? Double.NaN : sum / samples;
  }

  private long support(Emotion emotion) {
    long sum = 0;
    for (long count : confusion[emotion.ordinal()]) {
      sum += count;
    }
    return sum;
  }

  private long answered(Emotion emotion) {
    long sum = 0;
    for (long[] row : confusion) {
      sum += row[emotion.ordinal()];
    }
    return sum;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }
}
