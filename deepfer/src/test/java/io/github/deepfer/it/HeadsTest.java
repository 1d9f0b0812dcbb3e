package io.github.deepfer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.fixtures.StubDetector;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scene.LabelledFace;
import io.github.deepfer.testkit.Scenes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The default classifier's heads answer for pictures as PyTorch does; {@code
 * src/test/python/heads.py} wrote what it says.
 */
class HeadsTest {
  private static final float TOLERANCE = 1e-4f;
  private static final int NUMBERS_FROM = 6;

  @ParameterizedTest
  @ValueSource(strings = {"balanced", "fer2013", "ferplus"})
  void answerAsPyTorchDoes(String head) throws IOException {
    Map<String, float[]> expected = expected(head);
    int faces = 0;
    for (Scene scene : Scenes.all()) {
      try (Pipeline pipeline = Pipeline.builder().detector(trueBoxes(scene)).head(head).build()) {
        assertThat(pipeline.runtimeInfo().head()).contains(head);
        for (Face face : pipeline.analyze(scene.image()).faces()) {
          faces++;
          assertThat(values(face))
              .as("%s of %s in %s", head, face.box(), scene.name())
              .containsExactly(
                  Objects.requireNonNull(expected.get(key(scene.name(), face.box()))),
                  within(TOLERANCE));
        }
      }
    }
    assertThat(faces).isEqualTo(expected.size()).isPositive();
  }

  @Test
  void theMixtureIsTheDefault() {
    try (Pipeline pipeline = Pipeline.create()) {
      assertThat(pipeline.runtimeInfo().classifier().id()).isEqualTo("lite");
      assertThat(pipeline.runtimeInfo().head()).contains("balanced");
    }
    assertThatThrownBy(() -> Pipeline.builder().head("happy").build().close())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("no output happy", "[fer2013, ferplus, balanced]");
  }

  private static Map<String, float[]> expected(String head) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(HeadsTest.class.getResourceAsStream("heads.csv")),
                StandardCharsets.US_ASCII))) {
      List<String> labels = List.of(lines.readLine().split(",")).subList(NUMBERS_FROM, 13);
      return lines
          .lines()
          .map(line -> List.of(line.split(",")))
          .filter(row -> row.get(5).equals(head))
          .collect(
              Collectors.toMap(
                  row -> String.join(",", row.subList(0, 5)), row -> ordered(row, labels)));
    }
  }

  private static float[] ordered(List<String> row, List<String> labels) {
    float[] values = new float[labels.size()];
    for (int i = 0; i < values.length; i++) {
      Emotion emotion = Emotion.ofLabel(labels.get(i)).orElseThrow();
      values[emotion.ordinal()] = Float.parseFloat(row.get(NUMBERS_FROM + i));
    }
    return values;
  }

  /** In the order of the enumeration, of which our models know all but the last, contempt. */
  private static float[] values(Face face) {
    float[] values = new float[face.probabilities().asMap().size()];
    face.probabilities().asMap().forEach((emotion, p) -> values[emotion.ordinal()] = p);
    return values;
  }

  private static String key(String scene, Box box) {
    return scene
        + ","
        + List.of(box.x(), box.y(), box.width(), box.height()).stream()
            .map(value -> String.valueOf(Math.round(value)))
            .collect(Collectors.joining(","));
  }

  /** Says where the faces are, so that the crops are known. */
  private static StubDetector trueBoxes(Scene scene) {
    return new StubDetector(
        image ->
            scene.faces().stream()
                .map(LabelledFace::box)
                .map(box -> new DetectedFace(box, 1, null))
                .toList());
  }
}
