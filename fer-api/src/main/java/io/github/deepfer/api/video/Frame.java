package io.github.deepfer.api.video;

import io.github.deepfer.api.Image;
import java.time.Duration;
import java.util.Objects;

/**
 * One picture of a stream.
 *
 * @param index its number, from 0
 * @param time since the stream's start
 * @param image the picture
 */
public record Frame(long index, Duration time, Image image) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the index or the time is negative
   */
  public Frame {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(image, "image");
    if (index < 0 || time.isNegative()) {
      throw new IllegalArgumentException(
          "a frame needs an index and a time of 0 or more, got " + index + " and " + time);
    }
  }
}
