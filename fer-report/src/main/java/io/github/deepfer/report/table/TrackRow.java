package io.github.deepfer.report.table;

import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A row of a table of videos: a face on a frame.
 *
 * @param frame the frame's number in its video, from 0
 * @param time since the video's start
 * @param face the face
 */
public record TrackRow(long frame, Duration time, TrackedFace face) {
  /** Checks that nothing is null. */
  public TrackRow {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(face, "face");
  }

  /**
   * The rows of a frame.
   *
   * @param index the frame's number, from 0
   * @param frame what was found on it
   * @return a row per face
   */
  public static List<TrackRow> of(long index, TrackedFrame frame) {
    return frame.faces().stream().map(face -> new TrackRow(index, frame.time(), face)).toList();
  }
}
