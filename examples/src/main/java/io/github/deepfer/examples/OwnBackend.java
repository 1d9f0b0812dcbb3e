package io.github.deepfer.examples;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceView;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import java.nio.file.Path;
import java.util.List;

/** A classifier of your own in the place of a model: any code that names the emotion of a face. */
class OwnBackend implements EmotionClassifier {
  private static final List<Emotion> LABELS = List.of(Emotion.NEUTRAL, Emotion.HAPPY);

  public static void main(String[] args) {
    try (OwnBackend classifier = new OwnBackend();
        Pipeline pipeline = Pipeline.builder().classifier(classifier).build()) {
      System.out.println(pipeline.analyze(Image.read(Path.of(args[0]))).faces());
    }
  }

  /** Here your code goes: this one holds that who is large in the picture is happy. */
  @Override
  public List<EmotionProbabilities> classify(List<FaceView> faces) {
    return faces.stream()
        .map(face -> Math.min(1, face.crop().width() / face.image().width()))
        .map(happy -> EmotionProbabilities.of(LABELS, 1 - happy, happy))
        .toList();
  }

  @Override
  public List<Emotion> labels() {
    return LABELS;
  }

  @Override
  public BackendInfo info() {
    return BackendInfo.builder("own").build();
  }

  @Override
  public void close() {}
}
