package io.github.deepfer.api.video;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Face;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells which face of a frame is which of the frames before. Each face is expected where its course
 * leads; faces and tracks are paired so that their boxes overlap most in sum, as in SORT (Bewley et
 * al., 2016). What is left is paired by where the face was last. A face that is gone for at most a
 * second comes back as itself. Deterministic. Not thread-safe.
 */
public final class FaceTracker {
  private static final double LEAST_IOU = 0.2;
  private static final Duration MEMORY = Duration.ofSeconds(1);

  private final double smoothingSeconds;
  private final List<Track> tracks = new ArrayList<>();
  private List<Track> visible = new ArrayList<>();
  private long lastId;
  private Duration now = Duration.ZERO;

  /**
   * Starts without faces.
   *
   * @param smoothing time constant of the exponential smoothing; zero smooths nothing
   * @throws IllegalArgumentException if it is negative
   */
  public FaceTracker(Duration smoothing) {
    if (smoothing.isNegative()) {
      throw new IllegalArgumentException("smoothing must not be negative, got " + smoothing);
    }
    this.smoothingSeconds = smoothing.toNanos() / 1e9;
  }

  /**
   * Takes the faces of the next frame.
   *
   * @param faces what was found on it
   * @param time since the stream's start, not before that of the frame before
   * @return the faces in the same order with their tracks, and what happened
   * @throws IllegalArgumentException if time went back
   */
  public TrackedFrame update(List<Face> faces, Duration time) {
    List<TrackEvent> events = advance(time);
    @Nullable Track[] owners = new @Nullable Track[faces.size()];
    match(faces, owners, track -> track.predict(time));
    match(faces, owners, Track::box);
    visible = new ArrayList<>();
    for (int i = 0; i < owners.length; i++) {
      Track track = owners[i];
      if (track == null) {
        track = new Track(++lastId, faces.get(i), time);
        tracks.add(track);
        events.add(new TrackEvent.Started(track.id, time));
      } else {
        track.locate(faces.get(i).box(), time);
        track.show(faces.get(i), time, smoothingSeconds, events);
      }
      visible.add(track);
    }
    return frame(events);
  }

  /** Where the faces of the last frame should be; those that left the picture are let go. */
  List<DetectedFace> predict(int width, int height, Duration time) {
    checkTime(time);
    List<DetectedFace> predicted = new ArrayList<>();
    List<Track> inside = new ArrayList<>();
    for (Track track : visible) {
      Box box = track.predict(time);
      int left = Math.max(0, box.x());
      int top = Math.max(0, box.y());
      int right = Math.min(width, box.x() + box.width());
      int bottom = Math.min(height, box.y() + box.height());
      if (left < right && top < bottom) {
        // Landmarks are not predicted: none are better than wrong ones.
        predicted.add(
            new DetectedFace(
                new Box(left, top, right - left, bottom - top), track.face().score(), null));
        inside.add(track);
      }
    }
    visible = inside;
    return predicted;
  }

  /** Takes the emotions of the faces that {@link #predict} gave, in its order. */
  TrackedFrame updatePredicted(List<Face> faces, Duration time) {
    List<TrackEvent> events = advance(time);
    for (int i = 0; i < faces.size(); i++) {
      visible.get(i).show(faces.get(i), time, smoothingSeconds, events);
    }
    return frame(events);
  }

  void checkTime(Duration time) {
    if (time.compareTo(now) < 0) {
      throw new IllegalArgumentException(
          "the time of a frame must not be before that of the last one, got "
              + (time + " after " + now));
    }
  }

  private TrackedFrame frame(List<TrackEvent> events) {
    return new TrackedFrame(now, visible.stream().map(Track::now).toList(), events);
  }

  private List<TrackEvent> advance(Duration time) {
    checkTime(time);
    // The frame before still shows these, however long ago it was.
    Duration before = now;
    now = time;
    List<TrackEvent> events = new ArrayList<>();
    tracks.removeIf(
        track -> {
          boolean gone =
              track.seen().compareTo(before) < 0 && time.minus(track.seen()).compareTo(MEMORY) > 0;
          if (gone) {
            events.add(new TrackEvent.Ended(track.id, track.seen()));
          }
          return gone;
        });
    return events;
  }

  private void match(List<Face> faces, @Nullable Track[] owners, Function<Track, Box> where) {
    List<Track> free = new ArrayList<>(tracks);
    free.removeAll(Arrays.asList(owners));
    double[][] gain = new double[faces.size()][free.size()];
    for (int i = 0; i < gain.length; i++) {
      for (int j = 0; j < free.size(); j++) {
        double iou = faces.get(i).box().iou(where.apply(free.get(j)));
        gain[i][j] = owners[i] == null && iou >= LEAST_IOU ? iou : 0;
      }
    }
    int[] best = Assignment.best(gain, free.size());
    for (int i = 0; i < best.length; i++) {
      if (best[i] >= 0) {
        owners[i] = free.get(best[i]);
      }
    }
  }
}
