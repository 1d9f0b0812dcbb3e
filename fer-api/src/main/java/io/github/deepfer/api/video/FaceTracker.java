package io.github.deepfer.api.video;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.video.Located.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells which face of a frame is which of the frames before. Each face is expected where its course
 * leads; faces and tracks are paired so that their boxes overlap most in sum, as in SORT (Bewley et
 * al., 2016). What is left is paired by where the face was last. A face that is gone for at most a
 * second comes back as itself. Deterministic. Not thread-safe.
 *
 * <p>A new track is tentative until its face was found on {@code minHits} searched frames in a row,
 * so that a false alarm of a single frame is never told; one that is missed before that is
 * forgotten. Faces of the first frame are believed at once, for want of a frame before, as in
 * ByteTrack.
 */
final class FaceTracker {
  private static final double MIN_IOU = 0.2;
  private static final Duration MEMORY = Duration.ofSeconds(1);

  private final int minHits;
  private final List<Track> tracks = new ArrayList<>();
  private List<Track> visible = List.of();
  private boolean begun;
  private long lastId;
  private Duration now = Duration.ZERO;

  FaceTracker(int minHits) {
    this.minHits = minHits;
  }

  /** Takes the faces that were found on the next frame; their order is kept. */
  Located update(List<DetectedFace> faces, Duration time) {
    List<TrackEvent.Ended> ended = advance(time);
    @Nullable Track[] owners = new @Nullable Track[faces.size()];
    match(faces, owners, Track::confirmed, track -> track.predict(time));
    match(faces, owners, Track::confirmed, Track::box);
    match(faces, owners, track -> !track.confirmed(), track -> track.predict(time));
    List<Track> missed = new ArrayList<>(tracks);
    missed.removeAll(Arrays.asList(owners));
    tracks.removeIf(track -> !track.confirmed() && missed.contains(track));
    visible = new ArrayList<>();
    for (int i = 0; i < owners.length; i++) {
      Track track = owners[i];
      if (track == null) {
        track = new Track(faces.get(i), time);
        tracks.add(track);
      } else {
        track.found(faces.get(i), time);
      }
      if (!track.confirmed() && (track.hits() >= minHits || !begun)) {
        track.confirm(++lastId);
      }
      if (track.confirmed()) {
        visible.add(track);
      }
    }
    begun = true;
    return located(faces, visible.stream().map(Track::face).toList(), ended);
  }

  /** Expects the faces of the last frame on the next; those that left the picture are let go. */
  Located predict(int width, int height, Duration time) {
    List<TrackEvent.Ended> ended = advance(time);
    List<DetectedFace> expected = new ArrayList<>();
    List<Track> inside = new ArrayList<>();
    for (Track track : visible) {
      Box box = track.predict(time);
      int left = Math.max(0, box.x());
      int top = Math.max(0, box.y());
      int right = Math.min(width, box.x() + box.width());
      int bottom = Math.min(height, box.y() + box.height());
      if (left < right && top < bottom) {
        track.expectedAt(time);
        expected.add(
            new DetectedFace(
                new Box(left, top, right - left, bottom - top),
                track.face().score(),
                moved(
                    track.face().landmarks(),
                    box.x() - track.box().x(),
                    box.y() - track.box().y())));
        inside.add(track);
      }
    }
    visible = inside;
    return located(null, expected, ended);
  }

  /** Landmarks move along with their box. */
  private static @Nullable Landmarks moved(@Nullable Landmarks landmarks, int right, int down) {
    return landmarks == null
        ? null
        : new Landmarks(
            moved(landmarks.leftEye(), right, down),
            moved(landmarks.rightEye(), right, down),
            moved(landmarks.nose(), right, down),
            moved(landmarks.leftMouth(), right, down),
            moved(landmarks.rightMouth(), right, down));
  }

  private static Point moved(Point point, int right, int down) {
    return new Point(point.x() + right, point.y() + down);
  }

  /** Whether a face waits to be found again before it is believed. */
  boolean hasTentative() {
    return tracks.stream().anyMatch(track -> !track.confirmed());
  }

  void checkTime(Duration time) {
    if (time.compareTo(now) < 0) {
      throw new IllegalArgumentException(
          "the time of a frame must not be before that of the last one, got "
              + (time + " after " + now));
    }
  }

  private Located located(
      @Nullable List<DetectedFace> detected,
      List<DetectedFace> faces,
      List<TrackEvent.Ended> ended) {
    List<Sighting> sightings = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      Track track = visible.get(i);
      sightings.add(new Sighting(track.id(), track.since(), faces.get(i)));
    }
    return new Located(now, detected, sightings, ended);
  }

  private List<TrackEvent.Ended> advance(Duration time) {
    checkTime(time);
    // The frame before still shows these, however long ago it was.
    Duration before = now;
    now = time;
    List<TrackEvent.Ended> ended = new ArrayList<>();
    tracks.removeIf(
        track -> {
          boolean gone =
              track.confirmed()
                  && track.seen().compareTo(before) < 0
                  && time.minus(track.seen()).compareTo(MEMORY) > 0;
          if (gone) {
            ended.add(new TrackEvent.Ended(track.id(), track.seen()));
          }
          return gone;
        });
    return ended;
  }

  private void match(
      List<DetectedFace> faces,
      @Nullable Track[] owners,
      Predicate<Track> which,
      Function<Track, Box> where) {
    List<Track> free = new ArrayList<>(tracks);
    free.removeIf(which.negate());
    free.removeAll(Arrays.asList(owners));
    double[][] gain = new double[faces.size()][free.size()];
    for (int i = 0; i < gain.length; i++) {
      for (int j = 0; j < free.size(); j++) {
        double iou = faces.get(i).box().iou(where.apply(free.get(j)));
        gain[i][j] = owners[i] == null && iou >= MIN_IOU ? iou : 0;
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
