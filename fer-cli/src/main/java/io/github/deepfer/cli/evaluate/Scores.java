package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.cli.evaluate.Evaluation.ClassFigures;
import io.github.deepfer.cli.evaluate.Evaluation.VoteFigures;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sums up classified faces in constant memory. */
final class Scores {
  private static final int BINS = 15;

  private final Set<Emotion> classes = EnumSet.complementOf(EnumSet.of(Emotion.CONTEMPT));
  private final long[][] confusion = new long[Emotion.values().length][Emotion.values().length];
  private final long[] hitsByBin = new long[BINS];
  private final double[] confidenceByBin = new double[BINS];
  private long samples;
  private long hits;
  private long voted;
  private long voteHits;

  void add(Sample sample, EmotionProbabilities probabilities) {
    Emotion answer = probabilities.top();
    boolean hit = answer == sample.label();
    float confidence = probabilities.get(answer);
    int bin = Math.min((int) (confidence * BINS), BINS - 1);
    samples++;
    hits += hit ? 1 : 0;
    hitsByBin[bin] += hit ? 1 : 0;
    confidenceByBin[bin] += confidence;
    confusion[sample.label().ordinal()][answer.ordinal()]++;
    classes.add(sample.label());
    classes.add(answer);
    sample
        .majority()
        .ifPresent(
            majority -> {
              voted++;
              voteHits += majority == answer ? 1 : 0;
            });
  }

  long samples() {
    return samples;
  }

  double accuracy() {
    return ratio(hits, samples);
  }

  Evaluation evaluation(
      double seconds,
      long malformedRows,
      boolean withVotes,
      Optional<NearDuplicates> nearDuplicates) {
    Map<Emotion, ClassFigures> perClass = new EnumMap<>(Emotion.class);
    Map<Emotion, List<Long>> rows = new EnumMap<>(Emotion.class);
    for (Emotion emotion : classes) {
      perClass.put(emotion, figures(emotion));
      rows.put(
          emotion,
          classes.stream().map(answer -> confusion[emotion.ordinal()][answer.ordinal()]).toList());
    }
    return new Evaluation(
        samples,
        malformedRows,
        accuracy(),
        macroF1(),
        ece(),
        seconds > 0 ? samples / seconds : 0,
        perClass,
        rows,
        withVotes ? Optional.of(new VoteFigures(voted, ratio(voteHits, voted))) : Optional.empty(),
        nearDuplicates.flatMap(NearDuplicates::figures));
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
        .orElse(0);
  }

  private double ece() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(hitsByBin[bin] - confidenceByBin[bin]);
    }
    return samples == 0 ? 0 : sum / samples;
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
    return whole == 0 ? 0 : (double) part / whole;
  }
}
