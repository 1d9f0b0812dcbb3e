package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceView;
import io.github.deepfer.report.EvaluationScores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Classifies samples in batches and scores the answers. */
final class Evaluator {
  private static final int BATCH = 64;

  /** Large pictures are not held by the dozen. */
  private static final long BATCH_PIXELS = 1 << 22;

  private final EmotionClassifier classifier;
  private final Optional<NearDuplicates> nearDuplicates;
  private final EvaluationScores scores = new EvaluationScores();
  private final List<Sample> batch = new ArrayList<>(BATCH);
  private long pixels;
  private long nanos;

  /**
   * @param classifier what is judged
   * @param nearDuplicates gets every face
   */
  Evaluator(EmotionClassifier classifier, Optional<NearDuplicates> nearDuplicates) {
    this.classifier = classifier;
    this.nearDuplicates = nearDuplicates;
  }

  void add(Sample sample) {
    batch.add(sample);
    pixels += (long) sample.face().width() * sample.face().height();
    if (batch.size() == BATCH || pixels >= BATCH_PIXELS) {
      flush();
    }
  }

  /** Classifies what waits for a full batch. */
  void flush() {
    if (batch.isEmpty()) {
      return;
    }
    List<FaceView> faces = batch.stream().map(sample -> FaceView.whole(sample.face())).toList();
    long start = System.nanoTime();
    List<EmotionProbabilities> answers = classifier.classify(faces);
    nanos += System.nanoTime() - start;
    for (int i = 0; i < batch.size(); i++) {
      Sample sample = batch.get(i);
      EmotionProbabilities answer = answers.get(i);
      scores.add(sample.label(), answer);
      sample.majority().ifPresent(majority -> scores.addVote(majority, answer));
      nearDuplicates.ifPresent(seen -> seen.add(sample.face(), answer.top() == sample.label()));
    }
    batch.clear();
    pixels = 0;
  }

  EvaluationScores scores() {
    return scores;
  }

  /** How long the classifications took. */
  Duration time() {
    return Duration.ofNanos(nanos);
  }
}
