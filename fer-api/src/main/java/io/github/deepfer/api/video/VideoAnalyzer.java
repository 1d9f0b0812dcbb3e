package io.github.deepfer.api.video;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Analyzes the frames of one stream, in their order. Faces keep their number over frames, and their
 * probabilities are smoothed over time. Not thread-safe. The pipeline stays the caller's.
 */
public final class VideoAnalyzer {
  private final Pipeline pipeline;
  private final int detectEvery;
  private final FaceTracker tracker;
  private int sinceDetection;
  private int width;
  private int height;

  private VideoAnalyzer(Pipeline pipeline, int detectEvery, Duration smoothing) {
    this.pipeline = pipeline;
    this.detectEvery = detectEvery;
    this.tracker = new FaceTracker(smoothing);
  }

  /**
   * Starts an analyzer of its own for a stream.
   *
   * @param pipeline what finds and classifies faces; the caller closes it, after the last frame
   * @return a builder with the defaults
   */
  public static Builder builder(Pipeline pipeline) {
    return new Builder(Objects.requireNonNull(pipeline, "pipeline"));
  }

  /**
   * Analyzes the next frame.
   *
   * @param image the frame
   * @param time since the stream's start, not before the frame before
   * @return its faces, and what happened since the frame before
   * @throws io.github.deepfer.api.InferenceException if a backend fails
   * @throws IllegalArgumentException if time went back
   */
  public TrackedFrame analyze(Image image, Duration time) {
    tracker.checkTime(time);
    boolean resized = image.width() != width || image.height() != height;
    TrackedFrame frame;
    if (resized || sinceDetection >= detectEvery) {
      frame = tracker.update(pipeline.analyze(image).faces(), time);
      sinceDetection = 1;
      width = image.width();
      height = image.height();
    } else {
      List<DetectedFace> predicted = tracker.predict(width, height, time);
      frame = tracker.updatePredicted(pipeline.classify(image, predicted), time);
      sinceDetection++;
    }
    return frame;
  }

  /** Options of a {@link VideoAnalyzer}. Not thread-safe. */
  public static final class Builder {
    private final Pipeline pipeline;
    private int detectEvery = 1;
    private Duration smoothing = Duration.ofMillis(300);

    private Builder(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    /**
     * Looks for faces on every n-th frame only. On those between, known faces are expected where
     * their course leads and their emotions are told anew; a new face shows at most n - 1 frames
     * late. A frame of another size is always searched.
     *
     * @param n at least 1, the default
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder detectEvery(int n) {
      if (n < 1) {
        throw new IllegalArgumentException("faces must be looked for every 1 or more, got " + n);
      }
      detectEvery = n;
      return this;
    }

    /**
     * Sets how long a change takes to show: after this time 63 % of it.
     *
     * @param time 300 ms by default; zero smooths nothing
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder smoothing(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("smoothing must not be negative, got " + time);
      }
      smoothing = time;
      return this;
    }

    /**
     * Makes the analyzer.
     *
     * @return an analyzer for one stream
     */
    public VideoAnalyzer build() {
      return new VideoAnalyzer(pipeline, detectEvery, smoothing);
    }
  }
}
