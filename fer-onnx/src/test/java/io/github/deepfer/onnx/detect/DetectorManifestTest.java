package io.github.deepfer.onnx.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.models.face.FaceModelProvider;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectorManifestTest {
  private static final FaceNet NET = new YuNet(0, 0);

  private static Map<String, String> described() {
    Map<String, String> facts = new HashMap<>();
    facts.put("fer.schema", "1");
    facts.put("fer.task", "face-detection");
    facts.put("fer.version", "2.5");
    facts.put("fer.license", "MIT");
    facts.put("fer.score.min", "0.6");
    facts.put("fer.framing", "0.9,-0.01,0.02");
    facts.put("fer.selftest.width", "10");
    facts.put("fer.selftest.height", "20");
    facts.put("fer.selftest.input", Base64.getEncoder().encodeToString(new byte[200]));
    facts.put("fer.selftest.output", "0.2,0.3,0.7,0.8,0.9");
    facts.put("fer.selftest.tolerance", "0.1");
    return facts;
  }

  private static DetectorManifest parse(Map<String, String> facts) {
    return DetectorManifest.parse("mine", facts, NET);
  }

  @Test
  void readsWhatAFileSaysOfItself() {
    DetectorManifest manifest = parse(described());
    assertThat(manifest.version()).isEqualTo("2.5");
    assertThat(manifest.license()).isEqualTo("MIT");
    assertThat(manifest.minScore()).isEqualTo(0.6f);
    assertThat(manifest.framing()).isEqualTo(new Framing(0.9f, -0.01f, 0.02f));
  }

  @Test
  void foreignFilesAreWhatTheirGraphIs() {
    DetectorManifest manifest = parse(Map.of("author", "somebody"));
    assertThat(manifest.version()).isEqualTo("YuNet");
    assertThat(manifest.framing()).isEqualTo(NET.framing());
    assertThat(manifest.selfTest()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task | emotion-classification",
        "schema | 2",
        "score.min | 1",
        "score.min | much",
        "framing | 1,0",
        "framing | 0,0,0",
        "selftest.width | 0",
        "selftest.height | 21",
        "selftest.input | ???",
        "selftest.output | 0.2,0.3,0.7,0.8",
        "selftest.tolerance | -1",
      })
  void refusesWhatMakesNoSenseByItsKey(String key, String value) {
    Map<String, String> facts = described();
    facts.put("fer." + key, value);
    assertThatThrownBy(() -> parse(facts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("mine")
        .hasMessageContaining("fer.");
  }

  @Test
  void selfTestTakesTheFaceAndNothingElse() {
    DetectorManifest.SelfTest test = parse(described()).selfTest();
    DetectedFace right = new DetectedFace(new Box(2, 6, 5, 10), 0.9f, null);
    assertThat(test).isNotNull();
    test.check("mine", List.of(right));
    DetectedFace shifted = new DetectedFace(new Box(4, 6, 5, 10), 0.9f, null);
    DetectedFace unsure = new DetectedFace(new Box(2, 6, 5, 10), 0.7f, null);
    for (List<DetectedFace> wrong :
        List.of(
            List.<DetectedFace>of(), List.of(shifted), List.of(unsure), List.of(right, right))) {
      assertThatThrownBy(() -> test.check("mine", wrong))
          .as("%s", wrong)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("self-test");
    }
  }

  @Test
  void shippedFileDescribesItselfWhateverFacesAreLookedFor() {
    for (int minFaceSize : new int[] {0, 1, 500}) {
      BackendOptions options = BackendOptions.builder().minFaceSize(minFaceSize).build();
      try (FaceDetector detector =
          new OnnxDetectorBackend().open(new FaceModelProvider().model(), options)) {
        assertThat(detector.info().models())
            .singleElement()
            .satisfies(
                model -> {
                  assertThat(model.id()).isEqualTo("face");
                  assertThat(model.version()).isEqualTo("0.2.1");
                  assertThat(model.license()).startsWith("Apache-2.0");
                });
        assertThat(detector.framing()).isEqualTo(new Framing(0.96f, 0, 0));
      }
    }
  }
}
