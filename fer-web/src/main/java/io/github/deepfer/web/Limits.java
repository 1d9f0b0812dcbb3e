package io.github.deepfer.web;

import io.github.deepfer.api.ImageLimits;
import java.time.Duration;

/**
 * What requests may cost.
 *
 * @param maxBodyBytes bytes of one request's body
 * @param maxPixels pixels of one picture
 * @param workers analyses at the same time
 * @param queue complete requests that wait for a worker
 * @param timeout time from a request's header to its answer
 */
record Limits(long maxBodyBytes, long maxPixels, int workers, int queue, Duration timeout) {
  /** No byte of a connection for this long closes it. */
  static final Duration IDLE = Duration.ofSeconds(20);

  /** How long a connection outlives an answer that was sent before the body had ended. */
  static final Duration LINGER = Duration.ofSeconds(2);

  static final int MAX_CONNECTIONS = 1024;
  static final int MAX_FILES = 32;

  ImageLimits image() {
    return new ImageLimits(maxPixels, maxBodyBytes);
  }

  /**
   * Live connections; each may hold three frames in memory: one coming, one waiting, one at work.
   */
  int maxLive() {
    return 8 * workers;
  }

  /** Bodies in memory, of all requests together. */
  long maxBufferedBytes() {
    return maxBodyBytes * (workers + (long) queue);
  }
}
