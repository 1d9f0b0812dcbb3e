package io.github.deepfer.api.video;

import io.github.deepfer.api.DetectedFace;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A frame with what was found on it.
 *
 * @param frame the frame
 * @param detected the faces that the detector found on it, believed or not, in reading order; null
 *     if it was not searched, with {@link VideoAnalyzer.Builder#detectEvery}
 * @param found its faces, and what happened since the frame before
 */
public record AnalyzedFrame(
    Frame frame, @Nullable List<DetectedFace> detected, TrackedFrame found) {
  /** Checks that nothing else is null, and copies the list. */
  public AnalyzedFrame {
    Objects.requireNonNull(frame, "frame");
    Objects.requireNonNull(found, "found");
    detected = detected == null ? null : List.copyOf(detected);
  }
}
