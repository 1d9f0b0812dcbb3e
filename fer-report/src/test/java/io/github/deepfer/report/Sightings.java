package io.github.deepfer.report;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.HeadPose;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Frames of which only matters who is on them and what they show. */
public final class Sightings {
  private Sightings() {}

  public static TrackedFace face(long id, Emotion emotion) {
    EmotionProbabilities probabilities =
        EmotionProbabilities.of(List.of(Emotion.values()), new float[] {1, 0, 0, 0, 0, 0, 0, 0});
    FaceQuality quality = new FaceQuality(9, 0.75f, new HeadPose(10, -5, 2.5f), 1, Set.of());
    Face face = new Face(1, new Box(0, 0, 9, 9), 1, null, quality, probabilities);
    return new TrackedFace(id, face, probabilities, emotion);
  }

  public static TrackedFrame frame(double seconds, TrackedFace... faces) {
    return new TrackedFrame(
        Duration.ofMillis(Math.round(1000 * seconds)), List.of(faces), List.of());
  }
}
