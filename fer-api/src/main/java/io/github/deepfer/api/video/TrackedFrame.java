package io.github.deepfer.api.video;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What is known of one frame.
 *
 * @param time since the stream's start
 * @param faces the faces on it
 * @param events what happened since the frame before
 */
public record TrackedFrame(Duration time, List<TrackedFace> faces, List<TrackEvent> events) {
  /** Copies the lists. */
  public TrackedFrame {
    Objects.requireNonNull(time, "time");
    faces = List.copyOf(faces);
    events = List.copyOf(events);
  }
}
