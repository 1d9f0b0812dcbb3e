package io.github.deepfer.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.FaceQuality.Flaw;
import io.github.deepfer.api.HeadPose;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.RejectedFace;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.report.EvaluationScores;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  private static final EmotionProbabilities PROBABILITIES =
      EmotionProbabilities.of(List.of(Emotion.HAPPY, Emotion.SAD), 0.75f, 0.25f);
  private static final Face FACE = new Face(1, new Box(1, 2, 3, 4), 0.5f, null, PROBABILITIES);

  @Test
  void numbersHaveSixDecimalsAtMostAndNoExponentWhateverTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(
              JsonWriter.text(
                  json -> {
                    json.field("a", 1e-9);
                    json.field("b", 12_345_678_901.5);
                    json.field("c", 1 / 3.0);
                    json.field("d", 1.0);
                    json.field("e", Double.NaN);
                    json.field("f", (String) null);
                  }))
          .isEqualTo("{\"a\":0,\"b\":12345678901.5,\"c\":0.333333,\"d\":1,\"e\":null,\"f\":null}");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void anAnalysisIsWrittenWithItsFaces() {
    assertThat(AnalysisJson.text(new Analysis(64, 48, List.of(FACE))))
        .isEqualTo(
            "{\"width\":64,\"height\":48,\"faces\":[{\"id\":1,\"box\":{\"x\":1,\"y\":2,\"width\":3,"
                + "\"height\":4},\"score\":0.5,\"emotion\":\"happy\",\"probability\":0.75,"
                + "\"probabilities\":{\"happy\":0.75,\"sad\":0.25}}]}");
  }

  @Test
  void whatIsKnownOfHowAFaceCanBeSeenFollows() {
    Point point = new Point(1.5f, 2);
    Landmarks landmarks = new Landmarks(point, point, point, point, new Point(-3, 4));
    FaceQuality quality =
        new FaceQuality(
            3, 0.25f, new HeadPose(50, -5, 2.5f), 0.5f, Set.of(Flaw.TURNED, Flaw.SMALL));
    Face face = new Face(1, new Box(1, 2, 3, 4), 0.5f, landmarks, quality, PROBABILITIES);
    String at = "{\"x\":1.5,\"y\":2}";
    assertThat(JsonWriter.text(json -> AnalysisJson.write(json, face)))
        .endsWith(
            ("\"landmarks\":{\"leftEye\":" + at + ",\"rightEye\":" + at + ",\"nose\":" + at)
                + (",\"leftMouth\":" + at + ",\"rightMouth\":{\"x\":-3,\"y\":4}},")
                + "\"quality\":{\"usable\":false,\"flaws\":[\"small\",\"turned\"],\"size\":3,"
                + "\"sharpness\":0.25,\"pose\":{\"yaw\":50,\"pitch\":-5,\"roll\":2.5}}}");
  }

  @Test
  void rejectedFacesAreListed() {
    RejectedFace rejected =
        new RejectedFace(
            new DetectedFace(new Box(1, 2, 3, 4), 0.5f, null),
            new FaceQuality(3, 1, null, 0.5f, Set.of(Flaw.SMALL)));
    assertThat(AnalysisJson.text(new Analysis(64, 48, List.of(), List.of(rejected))))
        .isEqualTo(
            "{\"width\":64,\"height\":48,\"faces\":[],\"rejected\":[{\"box\":{\"x\":1,\"y\":2,"
                + "\"width\":3,\"height\":4},\"score\":0.5,\"quality\":{\"usable\":false,"
                + "\"flaws\":[\"small\"],\"size\":3,\"sharpness\":1}}]}");
  }

  @Test
  void aTrackedFaceHasItsTrackAndSmoothedProbabilities() {
    EmotionProbabilities smoothed =
        EmotionProbabilities.of(List.of(Emotion.HAPPY, Emotion.SAD), 0.25f, 0.75f);
    TrackedFace face = new TrackedFace(7, FACE, smoothed, Emotion.SAD);
    assertThat(JsonWriter.text(json -> AnalysisJson.write(json, face)))
        .startsWith("{\"track\":7,\"box\":")
        .endsWith(
            "\"emotion\":\"sad\",\"probability\":0.75,"
                + "\"probabilities\":{\"happy\":0.25,\"sad\":0.75}}");
  }

  @Test
  void undefinedFiguresAreNull() {
    EvaluationScores scores = new EvaluationScores();
    scores.add(Emotion.HAPPY, PROBABILITIES);
    scores.expectVotes();
    assertThat(JsonWriter.text(json -> EvaluationJson.write(json, scores.evaluation())))
        .startsWith("{\"samples\":1,\"malformedRows\":0,\"accuracy\":1,\"macroF1\":1,\"ece\":0.25,")
        .contains("\"imagesPerSecond\":null")
        .contains("\"sad\":{\"precision\":null,\"recall\":null,\"f1\":null,\"support\":0}")
        .endsWith("\"votes\":{\"samples\":0,\"accuracy\":null},\"withoutNearDuplicates\":null}");
  }

  @Test
  void aDocumentForPeopleEndsItsLine() throws IOException {
    StringWriter out = new StringWriter();
    JsonWriter.write(out, json -> json.field("a", true));
    assertThat(out).hasToString("{\n  \"a\" : true\n}\n");
  }
}
