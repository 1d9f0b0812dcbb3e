package io.github.deepfer.api.video;

import io.github.deepfer.api.DetectedFace;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is where on a frame.
 *
 * @param time since the stream's start
 * @param detected the faces that were found, believed or not; null if nobody looked for them
 * @param sightings the faces that are believed
 * @param ended tracks that are gone since the frame before
 */
record Located(
    Duration time,
    @Nullable List<DetectedFace> detected,
    List<Sighting> sightings,
    List<TrackEvent.Ended> ended) {
  /**
   * A face on a frame.
   *
   * @param track its track
   * @param since when it was found first
   * @param face where it is
   */
  record Sighting(long track, Duration since, DetectedFace face) {}

  List<DetectedFace> faces() {
    return sightings.stream().map(Sighting::face).toList();
  }
}
