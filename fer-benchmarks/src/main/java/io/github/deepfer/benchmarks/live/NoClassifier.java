package io.github.deepfer.benchmarks.live;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceView;
import java.util.List;

/** Costs nothing, so that what the loop takes without a classifier can be told. */
final class NoClassifier implements EmotionClassifier {
  private static final EmotionProbabilities ANSWER =
      EmotionProbabilities.of(List.of(Emotion.NEUTRAL), 1);

  @Override
  public List<EmotionProbabilities> classify(List<FaceView> faces) {
    return faces.stream().map(face -> ANSWER).toList();
  }

  @Override
  public List<Emotion> labels() {
    return List.of(Emotion.NEUTRAL);
  }

  @Override
  public BackendInfo info() {
    return BackendInfo.builder("none").build();
  }

  @Override
  public void close() {}
}
