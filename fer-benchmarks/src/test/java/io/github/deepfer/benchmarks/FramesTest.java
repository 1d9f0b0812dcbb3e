package io.github.deepfer.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {
  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = Pipeline.builder().detector("haar").classifier("lite-int8").build();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, 0", "640, 480, 1", "640, 480, 5", "640, 480, 20",
    "1280, 720, 0", "1280, 720, 1", "1280, 720, 5", "1280, 720, 20"
  })
  void hasTheFacesThatWereAskedFor(int width, int height, int faces) {
    Analysis analysis = pipeline.analyze(Frames.group(width, height, faces));
    assertThat(analysis.faces()).hasSize(faces);
  }

  @Test
  void portraitShowsOneLargeHappyFace() {
    Analysis analysis = pipeline.analyze(Frames.portrait(640, 480));
    assertThat(analysis.faces()).hasSize(1);
    assertThat(analysis.faces().get(0).box().width()).isBetween(150, 300);
    assertThat(analysis.faces().get(0).emotion()).isEqualTo(Emotion.HAPPY);
  }

  @Test
  void faceIsHappy() {
    Image face = Frames.face(48);
    try (var classifier = Classifiers.open("lite-int8", 1)) {
      assertThat(classifier.classify(face).top()).isEqualTo(Emotion.HAPPY);
    }
  }

  @Test
  void refusesMoreFacesThanFit() {
    assertThatThrownBy(() -> Frames.group(640, 480, Frames.MAX_FACES + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20");
  }
}
