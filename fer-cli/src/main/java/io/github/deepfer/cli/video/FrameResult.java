package io.github.deepfer.cli.video;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.video.AnalyzedFrame;
import io.github.deepfer.api.video.TrackedFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a frame, from this run or one before.
 *
 * @param index its number in the video
 * @param width in pixels
 * @param height in pixels
 * @param image the picture; null if a run before saw it
 * @param detected the faces that the detector found; null if it did not look
 * @param tracked the faces that are shown
 */
record FrameResult(
    long index,
    int width,
    int height,
    @Nullable Image image,
    @Nullable List<DetectedFace> detected,
    TrackedFrame tracked) {
  static FrameResult of(AnalyzedFrame analyzed) {
    Image image = analyzed.frame().image();
    return new FrameResult(
        analyzed.frame().index(),
        image.width(),
        image.height(),
        image,
        analyzed.detected(),
        analyzed.found());
  }
}
