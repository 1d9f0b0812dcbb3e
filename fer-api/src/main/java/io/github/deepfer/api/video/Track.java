package io.github.deepfer.api.video;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import java.time.Duration;

/** One face over time: where it was found last, how it moves, whether it is believed. */
final class Track {
  /** Time constant of the velocity: long against a detector's jitter, short against a turn. */
  private static final double VELOCITY_SECONDS = 0.1;

  /** A face unseen for longer has rarely kept its course. */
  private static final double LONGEST_PREDICTION_SECONDS = 0.5;

  private final Duration since;
  private DetectedFace face;
  private Duration located;
  private Duration seen;
  private double velocityX;
  private double velocityY;
  private int hits = 1;
  private long id;

  Track(DetectedFace face, Duration time) {
    this.since = time;
    this.face = face;
    this.located = time;
    this.seen = time;
  }

  /** When it was found first. */
  Duration since() {
    return since;
  }

  /** When it was on a frame last, be it found or expected. */
  Duration seen() {
    return seen;
  }

  DetectedFace face() {
    return face;
  }

  Box box() {
    return face.box();
  }

  /** Its number, or 0 while it is tentative. */
  long id() {
    return id;
  }

  boolean confirmed() {
    return id > 0;
  }

  int hits() {
    return hits;
  }

  void confirm(long number) {
    id = number;
  }

  /** Where it should be by now if it keeps its course. */
  Box predict(Duration time) {
    double seconds = Math.min(seconds(located, time), LONGEST_PREDICTION_SECONDS);
    Box box = face.box();
    return new Box(
        (int) Math.round(box.x() + velocityX * seconds),
        (int) Math.round(box.y() + velocityY * seconds),
        box.width(),
        box.height());
  }

  void expectedAt(Duration time) {
    seen = time;
  }

  /** Takes a face that was found, not expected: only such a box says how the face moves. */
  void found(DetectedFace next, Duration time) {
    double seconds = seconds(located, time);
    if (seconds > 0) {
      double weight = hits == 1 ? 1 : 1 - Math.exp(-seconds / VELOCITY_SECONDS);
      Box before = face.box();
      Box box = next.box();
      double x = box.x() - before.x() + (box.width() - before.width()) / 2.0;
      double y = box.y() - before.y() + (box.height() - before.height()) / 2.0;
      velocityX += weight * (x / seconds - velocityX);
      velocityY += weight * (y / seconds - velocityY);
    }
    hits++;
    face = next;
    located = time;
    seen = time;
  }

  private static double seconds(Duration from, Duration to) {
    return to.minus(from).toNanos() / 1e9;
  }
}
