package io.github.deepfer.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scene.LabelledFace;
import io.github.deepfer.testkit.Scenes;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job: each face of the labelled scenes is found, and the clear ones are named right. */
class ScenesTest {
  private static final Set<Emotion> CLEAR =
      EnumSet.of(Emotion.HAPPY, Emotion.SURPRISE, Emotion.NEUTRAL);

  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = Pipeline.create();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  static List<Scene> scenes() {
    return Scenes.all();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void findsAndNamesEachFace(Scene scene) {
    Analysis analysis = pipeline.analyze(scene.image());

    assertThat(analysis.faces()).hasSameSizeAs(scene.faces());
    for (LabelledFace truth : scene.faces()) {
      Face found =
          analysis.faces().stream()
              .max(Comparator.comparingDouble(face -> face.box().iou(truth.box())))
              .orElseThrow();
      assertThat(found.box().iou(truth.box())).as("box of %s", truth).isGreaterThanOrEqualTo(0.5);
      if (CLEAR.contains(truth.emotion())) {
        assertThat(found.emotion()).as("emotion of %s", truth).isEqualTo(truth.emotion());
      }
    }
  }
}
