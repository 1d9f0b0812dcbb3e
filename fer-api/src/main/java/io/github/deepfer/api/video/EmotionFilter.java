package io.github.deepfer.api.video;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.video.Located.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Smooths the emotions of each track over time, and tells what happened. Not thread-safe. */
final class EmotionFilter {
  private final Duration smoothing;
  private final Duration hold;
  private final Map<Long, SteadyEmotion> states = new HashMap<>();

  /**
   * Starts without tracks.
   *
   * @param smoothing time constant of the exponential smoothing
   * @param hold how long another emotion must stay ahead before it is told
   */
  EmotionFilter(Duration smoothing, Duration hold) {
    this.smoothing = smoothing;
    this.hold = hold;
  }

  /** Takes the faces of the next frame, in the order of its sightings. */
  TrackedFrame update(Located located, List<Face> faces) {
    List<TrackEvent> events = new ArrayList<>();
    for (TrackEvent.Ended ended : located.ended()) {
      states.remove(ended.track());
      events.add(ended);
    }
    List<TrackedFace> tracked = new ArrayList<>(faces.size());
    for (int i = 0; i < faces.size(); i++) {
      Sighting sighting = located.sightings().get(i);
      Face face = faces.get(i);
      SteadyEmotion state = states.get(sighting.track());
      if (state == null) {
        state = new SteadyEmotion(face.probabilities(), located.time());
        states.put(sighting.track(), state);
        events.add(new TrackEvent.Started(sighting.track(), sighting.since()));
      } else {
        Emotion before = state.emotion();
        state.update(face.probabilities(), located.time(), smoothing, hold);
        if (state.emotion() != before) {
          events.add(
              new TrackEvent.EmotionChanged(
                  sighting.track(), located.time(), before, state.emotion()));
        }
      }
      tracked.add(new TrackedFace(sighting.track(), face, state.smoothed(), state.emotion()));
    }
    return new TrackedFrame(located.time(), tracked, events);
  }

  /** What one track shows. */
  private static final class SteadyEmotion {
    /** Another emotion must be this much more probable. */
    private static final float HYSTERESIS = 0.1f;

    private EmotionProbabilities smoothed;
    private Emotion emotion;
    private Duration last;
    private Emotion challenger;
    private Duration ahead;

    SteadyEmotion(EmotionProbabilities first, Duration time) {
      smoothed = first;
      emotion = first.top();
      challenger = emotion;
      last = time;
      ahead = time;
    }

    EmotionProbabilities smoothed() {
      return smoothed;
    }

    Emotion emotion() {
      return emotion;
    }

    void update(EmotionProbabilities next, Duration time, Duration smoothing, Duration hold) {
      double weight =
          smoothing.isZero()
              ? 1
              : 1 - Math.exp(-(double) time.minus(last).toNanos() / smoothing.toNanos());
      smoothed = mix(smoothed, next, weight);
      last = time;
      Emotion top = smoothed.top();
      if (smoothed.get(top) <= smoothed.get(emotion) + HYSTERESIS) {
        challenger = emotion;
        return;
      }
      if (top != challenger) {
        challenger = top;
        ahead = time;
      }
      if (time.minus(ahead).compareTo(hold) >= 0) {
        emotion = top;
      }
    }

    private static EmotionProbabilities mix(
        EmotionProbabilities before, EmotionProbabilities next, double weight) {
      List<Emotion> labels = List.copyOf(next.asMap().keySet());
      float[] values = new float[labels.size()];
      for (int i = 0; i < values.length; i++) {
        float old = before.get(labels.get(i));
        values[i] = (float) (old + weight * (next.get(labels.get(i)) - old));
      }
      return EmotionProbabilities.of(labels, values);
    }
  }
}
