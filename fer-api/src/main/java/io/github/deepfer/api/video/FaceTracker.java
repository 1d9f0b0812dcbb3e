package io.github.deepfer.api.video;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which face of a frame is which of the frames before: boxes that overlap most belong
 * together. A face that is gone for less than a second comes back as itself. Deterministic. Not
 * thread-safe.
 */
public final class FaceTracker {
  private static final double LEAST_IOU = 0.2;
  private static final Duration MEMORY = Duration.ofSeconds(1);

  /** Another emotion must be this much more probable before it is told. */
  private static final float HYSTERESIS = 0.1f;

  private final double smoothingSeconds;
  private final List<Track> tracks = new ArrayList<>();
  private long lastId;
  private Duration now = Duration.ZERO;

  /**
   * Starts without faces.
   *
   * @param smoothing time constant of the exponential smoothing, 0 or more
   */
  public FaceTracker(Duration smoothing) {
    this.smoothingSeconds = smoothing.toNanos() / 1e9;
  }

  private static final class Track {
    final long id;
    Face face;
    EmotionProbabilities smoothed;
    Emotion emotion;
    Duration seen;

    Track(long id, Face face, Duration time) {
      this.id = id;
      this.face = face;
      this.smoothed = face.probabilities();
      this.emotion = face.emotion();
      this.seen = time;
    }
  }

  private record Match(double iou, int face, Track track) {}

  /**
   * Takes the faces of the next frame.
   *
   * @param faces what was found on it
   * @param time since the stream's start, not before that of the frame before
   * @return the faces in the same order with their tracks, and what happened
   * @throws IllegalArgumentException if time went back
   */
  public TrackedFrame update(List<Face> faces, Duration time) {
    if (time.compareTo(now) < 0) {
      throw new IllegalArgumentException("time went back from " + now + " to " + time);
    }
    now = time;
    List<TrackEvent> events = new ArrayList<>();
    forget(events);
    Track[] owners = match(faces);
    List<TrackedFace> tracked = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      Track track = owners[i];
      if (track == null) {
        track = new Track(++lastId, faces.get(i), time);
        tracks.add(track);
        events.add(new TrackEvent.Started(track.id, time));
      } else {
        follow(track, faces.get(i), events);
      }
      tracked.add(new TrackedFace(track.id, track.face, track.smoothed, track.emotion));
    }
    return new TrackedFrame(time, tracked, events);
  }

  private void forget(List<TrackEvent> events) {
    tracks.removeIf(
        track -> {
          boolean gone = now.minus(track.seen).compareTo(MEMORY) > 0;
          if (gone) {
            events.add(new TrackEvent.Ended(track.id, track.seen));
          }
          return gone;
        });
  }

  @SuppressWarnings("NullAway") // elements without a track stay null
  private Track[] match(List<Face> faces) {
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      Box box = faces.get(i).box();
      for (Track track : tracks) {
        double iou = box.iou(track.face.box());
        if (iou >= LEAST_IOU) {
          matches.add(new Match(iou, i, track));
        }
      }
    }
    matches.sort(Comparator.comparingDouble(Match::iou).reversed());
    Track[] owners = new Track[faces.size()];
    Set<Track> taken = new HashSet<>();
    for (Match match : matches) {
      if (owners[match.face] == null && taken.add(match.track)) {
        owners[match.face] = match.track;
      }
    }
    return owners;
  }

  private void follow(Track track, Face face, List<TrackEvent> events) {
    double seconds = now.minus(track.seen).toNanos() / 1e9;
    double weight = smoothingSeconds == 0 ? 1 : 1 - Math.exp(-seconds / smoothingSeconds);
    track.smoothed = mix(track.smoothed, face.probabilities(), weight);
    track.face = face;
    track.seen = now;
    Emotion top = track.smoothed.top();
    if (track.smoothed.get(top) > track.smoothed.get(track.emotion) + HYSTERESIS) {
      events.add(new TrackEvent.EmotionChanged(track.id, now, track.emotion, top));
      track.emotion = top;
    }
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
