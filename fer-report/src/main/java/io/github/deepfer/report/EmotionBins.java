package io.github.deepfer.report;

import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What each face of a video shows on average in each stretch of time of one length: all seven
 * probabilities, of the frames alone, not smoothed. Takes some 500 bytes per face and bin in which
 * it is seen. Not thread-safe. No argument may be null.
 */
public final class EmotionBins {
  private final long width;
  private final SortedMap<Long, SortedMap<Long, EmotionStatistics>> tracks = new TreeMap<>();

  /**
   * Starts without a frame.
   *
   * @param width length of a bin, above zero; the first begins at the video's start
   * @throws IllegalArgumentException if it is not above zero
   */
  public EmotionBins(Duration width) {
    this.width = width.toNanos();
    if (this.width <= 0) {
      throw new IllegalArgumentException("a bin must be longer than nothing, got " + width);
    }
  }

  /**
   * Adds a frame.
   *
   * @param frame what was found on it
   */
  public void add(TrackedFrame frame) {
    long bin = frame.time().toNanos() / width;
    for (TrackedFace face : frame.faces()) {
      tracks
          .computeIfAbsent(face.track(), track -> new TreeMap<>())
          .computeIfAbsent(bin, index -> new EmotionStatistics())
          .add(face.face().probabilities());
    }
  }

  /**
   * The bins of each track.
   *
   * @return by track, by number of the bin from 0, the frames in it; a bin without one is missing.
   *     A view that changes with {@link #add} and cannot be changed
   */
  public SortedMap<Long, SortedMap<Long, EmotionStatistics>> tracks() {
    return Collections.unmodifiableSortedMap(tracks);
  }

  /**
   * When a bin begins.
   *
   * @param bin its number, from 0
   * @return seconds since the video's start
   */
  public double start(long bin) {
    return bin * width / 1e9;
  }
}
