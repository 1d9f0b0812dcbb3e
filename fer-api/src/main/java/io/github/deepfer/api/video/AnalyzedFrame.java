package io.github.deepfer.api.video;

import java.util.Objects;

/**
 * A frame with what was found on it.
 *
 * @param frame the frame
 * @param found its faces, and what happened since the frame before
 */
public record AnalyzedFrame(Frame frame, TrackedFrame found) {
  /** Checks that nothing is null. */
  public AnalyzedFrame {
    Objects.requireNonNull(frame, "frame");
    Objects.requireNonNull(found, "found");
  }
}
