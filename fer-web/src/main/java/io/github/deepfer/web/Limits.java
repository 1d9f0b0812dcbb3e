package io.github.deepfer.web;

import io.github.deepfer.api.ImageLimits;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What requests may cost.
 *
 * @param maxBodyBytes bytes of one request's body
 * @param maxPixels pixels of one picture
 * @param workers analyses at the same time
 * @param queue complete requests that wait for a worker
 * @param timeout time from a request's header to its answer
 * @param maxConnectionsPerAddress as chosen; by default a quarter of all, and of loopback any
 */
record Limits(
    long maxBodyBytes,
    long maxPixels,
    int workers,
    int queue,
    Duration timeout,
    OptionalInt maxConnectionsPerAddress) {
  private static final long HEAP = Runtime.getRuntime().maxMemory();

  /** Of the bodies of all requests together; half of that is the largest that one may be. */
  private static final int BODIES_SHARE_OF_HEAP = 4;

  /** A picture with transparency is in the heap as RGBA, RGB and turned. */
  private static final int HEAP_BYTES_PER_PIXEL = 10;

  private static final int DEFAULT_CONNECTIONS_PER_ADDRESS = 256;

  /** No byte of a connection for this long closes it. */
  static final Duration IDLE = Duration.ofSeconds(20);

  /** How long a connection outlives an answer that was sent before the body had ended. */
  static final Duration LINGER = Duration.ofSeconds(2);

  /** Time from the header of a video's upload to its end. */
  static final Duration VIDEO_UPLOAD = Duration.ofMinutes(10);

  /** How often those who read what is found on a video are sent something at least. */
  static final Duration HEARTBEAT = Duration.ofSeconds(5);

  Limits {
    maxBodyBytes = Math.min(maxBodyBytes, HEAP / (2 * BODIES_SHARE_OF_HEAP));
    maxPixels = Math.min(maxPixels, HEAP / (2 * HEAP_BYTES_PER_PIXEL));
  }

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

  /** Half of the live connections. */
  int livePerAddress() {
    return 4 * workers;
  }

  int connectionsPerAddress() {
    return maxConnectionsPerAddress.orElse(DEFAULT_CONNECTIONS_PER_ADDRESS);
  }

  /** Whether this machine's own programs, such as a proxy, are limited as others are. */
  boolean limitsLoopback() {
    return maxConnectionsPerAddress.isPresent();
  }

  /** The pixels that each worker may have at the same time as the others. */
  long sharedPixels() {
    return Math.max(1, Math.min(maxPixels, HEAP / (4L * HEAP_BYTES_PER_PIXEL * workers)));
  }

  /** Bodies in memory, of all requests together. */
  long maxBufferedBytes() {
    return Math.min(maxBodyBytes * (workers + (long) queue), HEAP / BODIES_SHARE_OF_HEAP);
  }
}
