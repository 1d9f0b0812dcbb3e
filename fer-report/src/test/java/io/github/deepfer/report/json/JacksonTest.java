package io.github.deepfer.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.HeadPose;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.RejectedFace;
import io.github.deepfer.api.RuntimeInfo;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Results as a plain object mapper writes them, as docs/report.md shows. */
class JacksonTest {
  static final Analysis ANALYSIS = analysis();

  /** What an object mapper makes of it. */
  private static final String JSON =
      """
      {"width":64,"height":48,
       "faces":[{"id":1,"box":{"x":1,"y":2,"width":30,"height":40},"score":0.5,
                 "landmarks":{"leftEye":{"x":8.0,"y":16.0},"rightEye":{"x":24.0,"y":16.0},
                              "nose":{"x":16.0,"y":24.0},
                              "leftMouth":{"x":10.0,"y":32.0},"rightMouth":{"x":22.0,"y":32.0}},
                 "quality":{"size":30,"sharpness":0.25,"pose":{"yaw":1.0,"pitch":2.0,"roll":3.0},
                            "score":0.5,"flaws":["BLURRED"]},
                 "probabilities":{"top":"happy","byLabel":{"happy":0.75,"sad":0.25}}}],
       "rejected":[{"found":{"box":{"x":5,"y":6,"width":7,"height":8},"score":0.5,"landmarks":null},
                    "quality":{"size":7,"sharpness":1.0,"pose":null,"score":0.5,
                               "flaws":["SMALL"]}}]}
      """;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static Analysis analysis() {
    Landmarks landmarks =
        new Landmarks(
            new Point(8, 16),
            new Point(24, 16),
            new Point(16, 24),
            new Point(10, 32),
            new Point(22, 32));
    FaceQuality blurred =
        new FaceQuality(30, 0.25f, new HeadPose(1, 2, 3), 0.5f, Set.of(FaceQuality.Flaw.BLURRED));
    EmotionProbabilities probabilities =
        EmotionProbabilities.of(List.of(Emotion.HAPPY, Emotion.SAD), 0.75f, 0.25f);
    Face face = new Face(1, new Box(1, 2, 30, 40), 0.5f, landmarks, blurred, probabilities);
    RejectedFace small =
        new RejectedFace(
            new DetectedFace(new Box(5, 6, 7, 8), 0.5f, null),
            new FaceQuality(7, 1, null, 0.5f, Set.of(FaceQuality.Flaw.SMALL)));
    return new Analysis(64, 48, List.of(face), List.of(small));
  }

  static void assertDocumented(String json) throws IOException {
    assertThat(MAPPER.readTree(json)).isEqualTo(MAPPER.readTree(JSON));
  }

  @Test
  void anAnalysisIsWrittenAsItIs() throws Exception {
    assertDocumented(MAPPER.writeValueAsString(ANALYSIS));
  }

  @Test
  void soIsWhatRuns() throws Exception {
    BackendInfo backend =
        BackendInfo.builder("cnn")
            .library("onnxruntime", "1.28.0")
            .model(ModelInfo.builder("cnn", "ab").version("2").license("MIT").build())
            .build();
    JsonNode written =
        MAPPER.readTree(MAPPER.writeValueAsString(new RuntimeInfo(backend, backend)));
    assertThat(written.at("/classifier"))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"id":"cnn","executionProvider":"cpu","fallback":null,
                 "libraries":{"onnxruntime":"1.28.0"},
                 "models":[{"id":"cnn","version":"2","sha256":"ab","license":"MIT","head":null}]}
                """));
  }
}
