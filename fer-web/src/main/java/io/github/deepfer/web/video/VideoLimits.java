package io.github.deepfer.web.video;

import io.github.deepfer.api.ImageLimits;
import java.time.Duration;

/**
 * What videos may cost.
 *
 * @param maxBytes of one file, and of what is found on it
 * @param maxDuration of one video, in its own time
 * @param frame of one frame
 * @param atOnce videos that are analyzed at the same time, each on one thread
 * @param most videos that are known at the same time: coming, waiting, at work, not yet forgotten
 * @param mostPerVisitor the same of one visitor
 * @param lease how long a video is kept that nobody asks about
 * @param lifetime how long a video is kept, whoever asks
 */
public record VideoLimits(
    long maxBytes,
    Duration maxDuration,
    ImageLimits frame,
    int atOnce,
    int most,
    int mostPerVisitor,
    Duration lease,
    Duration lifetime) {
  /** So that the frames of a video that says nothing true of its times are bounded, too. */
  private static final int MAX_FRAME_RATE = 60;

  /** Left to all else that needs the disk. */
  private static final long RESERVED_BYTES = 64 << 20;

  long maxFrames() {
    return Math.max(1, MAX_FRAME_RATE * maxDuration.toSeconds());
  }

  /** What must be free before a video is taken in: itself, and what is found on it. */
  long neededBytes(long announced) {
    return videoBytes(announced) + maxBytes + RESERVED_BYTES;
  }

  /** How large a video may be of which that was announced. */
  long videoBytes(long announced) {
    return announced < 0 ? maxBytes : announced;
  }
}
