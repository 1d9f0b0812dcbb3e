package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.cli.support.GivenFaces;
import io.github.deepfer.report.EvaluationScores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Classifies samples in batches and scores the answers. */
final class Evaluator {
  private static final int BATCH = 64;

  /** Large pictures are not stacked by the dozen. */
  private static final long BATCH_PIXELS = 1 << 22;

  private final Pipeline pipeline;
  private final GivenFaces faces;
  private final Optional<NearDuplicates> nearDuplicates;
  private final EvaluationScores scores = new EvaluationScores();
  private final List<Sample> batch = new ArrayList<>(BATCH);
  private long nanos;

  /**
   * @param pipeline opened with {@code faces} as its detector
   * @param nearDuplicates gets every face
   */
  Evaluator(Pipeline pipeline, GivenFaces faces, Optional<NearDuplicates> nearDuplicates) {
    this.pipeline = pipeline;
    this.faces = faces;
    this.nearDuplicates = nearDuplicates;
  }

  void add(Sample sample) {
    if (!batch.isEmpty() && !FaceStack.fit(batch.get(0).face(), sample.face())) {
      flush();
    }
    batch.add(sample);
    long pixels = (long) sample.face().width() * sample.face().height();
    if (batch.size() == BATCH || pixels * batch.size() >= BATCH_PIXELS) {
      flush();
    }
  }

  /** Classifies what waits for a full batch. */
  void flush() {
    if (batch.isEmpty()) {
      return;
    }
    FaceStack stack = FaceStack.of(batch.stream().map(Sample::face).toList());
    faces.set(stack.boxes());
    long start = System.nanoTime();
    Analysis analysis = pipeline.analyze(stack.image());
    nanos += System.nanoTime() - start;
    for (int i = 0; i < batch.size(); i++) {
      Sample sample = batch.get(i);
      EmotionProbabilities answer = analysis.faces().get(i).probabilities();
      scores.add(sample.label(), answer);
      sample.majority().ifPresent(majority -> scores.addVote(majority, answer));
      nearDuplicates.ifPresent(seen -> seen.add(sample.face(), answer.top() == sample.label()));
    }
    batch.clear();
  }

  EvaluationScores scores() {
    return scores;
  }

  /** How long the classifications took. */
  Duration time() {
    return Duration.ofNanos(nanos);
  }
}
