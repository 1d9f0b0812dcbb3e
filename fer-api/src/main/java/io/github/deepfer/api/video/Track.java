package io.github.deepfer.api.video;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One face over time: where it was found last, how it moves, what it shows. */
final class Track {
  /** Another emotion must be this much more probable before it is told. */
  private static final float HYSTERESIS = 0.1f;

  /** Time constant of the velocity: long against a detector's jitter, short against a turn. */
  private static final double VELOCITY_SECONDS = 0.1;

  /** A face unseen for longer has rarely kept its course. */
  private static final double LONGEST_PREDICTION_SECONDS = 0.5;

  final long id;
  private Box box;
  private Duration located;
  private double velocityX;
  private double velocityY;
  private boolean moving;
  private Face face;
  private EmotionProbabilities smoothed;
  private Emotion emotion;
  private Duration seen;

  Track(long id, Face face, Duration time) {
    this.id = id;
    this.box = face.box();
    this.located = time;
    this.face = face;
    this.smoothed = face.probabilities();
    this.emotion = face.emotion();
    this.seen = time;
  }

  Duration seen() {
    return seen;
  }

  Face face() {
    return face;
  }

  Box box() {
    return box;
  }

  TrackedFace now() {
    return new TrackedFace(id, face, smoothed, emotion);
  }

  /** Where it should be by now if it keeps its course. */
  Box predict(Duration time) {
    double seconds = Math.min(seconds(located, time), LONGEST_PREDICTION_SECONDS);
    return new Box(
        (int) Math.round(box.x() + velocityX * seconds),
        (int) Math.round(box.y() + velocityY * seconds),
        box.width(),
        box.height());
  }

  /** Takes a box that was found, not predicted: only such a box says how the face moves. */
  void locate(Box found, Duration time) {
    double seconds = seconds(located, time);
    if (seconds > 0) {
      double weight = moving ? 1 - Math.exp(-seconds / VELOCITY_SECONDS) : 1;
      double x = found.x() - box.x() + (found.width() - box.width()) / 2.0;
      double y = found.y() - box.y() + (found.height() - box.height()) / 2.0;
      velocityX += weight * (x / seconds - velocityX);
      velocityY += weight * (y / seconds - velocityY);
      moving = true;
    }
    box = found;
    located = time;
  }

  void show(Face next, Duration time, double smoothingSeconds, List<TrackEvent> events) {
    double weight =
        smoothingSeconds == 0 ? 1 : 1 - Math.exp(-seconds(seen, time) / smoothingSeconds);
    smoothed = mix(smoothed, next.probabilities(), weight);
    face = next;
    seen = time;
    Emotion top = smoothed.top();
    if (smoothed.get(top) > smoothed.get(emotion) + HYSTERESIS) {
      events.add(new TrackEvent.EmotionChanged(id, time, emotion, top));
      emotion = top;
    }
  }

  private static double seconds(Duration from, Duration to) {
    return to.minus(from).toNanos() / 1e9;
  }

  private static EmotionProbabilities mix(
      EmotionProbabilities before, EmotionProbabilities next, double weight) {
    Map<Emotion, Float> map = next.asMap();
    List<Emotion> labels = List.copyOf(map.keySet());
    float[] values = new float[labels.size()];
    for (int i = 0; i < values.length; i++) {
      float old = before.get(labels.get(i));
      values[i] = (float) (old + weight * (next.get(labels.get(i)) - old));
    }
    return EmotionProbabilities.of(labels, values);
  }
}
