package io.github.deepfer.api.video;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes the frames of one stream, in their order. Faces keep their number over frames, and their
 * probabilities are smoothed over time. Not thread-safe. The pipeline stays the caller's.
 */
public final class VideoAnalyzer {
  private final Pipeline pipeline;
  private final int detectEvery;
  private final FaceTracker tracker;
  private final EmotionFilter filter;
  private int sinceDetection;
  private int width;
  private int height;

  private VideoAnalyzer(Builder builder) {
    this.pipeline = builder.pipeline;
    this.detectEvery = builder.detectEvery;
    this.tracker = new FaceTracker(builder.minHits);
    this.filter = new EmotionFilter(builder.smoothing, builder.labelHold);
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
   * @throws IllegalStateException after the pipeline was closed
   */
  public TrackedFrame analyze(Image image, Duration time) {
    return classify(image, locate(image, time));
  }

  /**
   * Analyzes the frames of a source on several threads: one reads, others find and classify faces
   * of several frames at once, and the caller's follows them from frame to frame. The results are
   * those of {@link #analyze(Image, Duration)}. With {@link Builder#detectEvery} above 1, which
   * frames are searched depends on what was found before, so the caller's thread searches.
   *
   * @param source the frames; read ahead of the results by 2 frames per thread and 4 at most; the
   *     caller closes it, after the results
   * @param threads how many find and classify faces, at least 1; give the pipeline one thread then
   *     ({@link io.github.deepfer.api.PipelineBuilder#threads})
   * @return the frames in their order, with what was found on each; the caller closes it
   * @throws IllegalArgumentException if there is no thread
   */
  public AnalyzedFrames analyze(FrameSource source, int threads) {
    Objects.requireNonNull(source, "source");
    if (threads < 1) {
      throw new IllegalArgumentException("frames need 1 thread or more, got " + threads);
    }
    return new AnalyzedFrames(this, source, threads);
  }

  /**
   * Goes through a frame again of which an analysis with the same options told this before, as
   * {@link AnalyzedFrame} does: an analysis that was broken off can go on after it as if it had not
   * been. Neither the picture nor the pipeline is asked.
   *
   * @param time of the frame, not before the frame before
   * @param width of the frame in pixels
   * @param height of the frame in pixels
   * @param detected {@link AnalyzedFrame#detected()}
   * @param faces those of {@link TrackedFrame#faces()}, in their order
   * @return what was found on it then
   * @throws IllegalArgumentException if the faces are not those of such a frame, or time went back
   */
  public TrackedFrame replay(
      Duration time,
      int width,
      int height,
      @Nullable List<DetectedFace> detected,
      List<Face> faces) {
    Objects.requireNonNull(time, "time");
    List<Face> known = List.copyOf(faces);
    Located located = locate(width, height, time, () -> searched(detected));
    if (!located.faces().equals(known.stream().map(VideoAnalyzer::found).toList())) {
      throw new IllegalArgumentException("the faces are not those that were found on this frame");
    }
    return smooth(located, known);
  }

  private static List<DetectedFace> searched(@Nullable List<DetectedFace> detected) {
    if (detected == null) {
      throw new IllegalArgumentException("this frame is one that is searched, and it was not");
    }
    return List.copyOf(detected);
  }

  private static DetectedFace found(Face face) {
    return new DetectedFace(face.box(), face.score(), face.landmarks());
  }

  /** The first half of {@link #analyze}: it may run on the next frame during the second half. */
  Located locate(Image image, Duration time) {
    return locate(image, time, () -> pipeline.detect(image));
  }

  /** The same with faces that may be known already; asked for only if they are needed. */
  Located locate(Image image, Duration time, Supplier<List<DetectedFace>> detection) {
    return locate(image.width(), image.height(), time, detection);
  }

  private Located locate(
      int newWidth, int newHeight, Duration time, Supplier<List<DetectedFace>> detection) {
    tracker.checkTime(time);
    boolean resized = newWidth != width || newHeight != height;
    if (resized || sinceDetection >= detectEvery || tracker.hasTentative()) {
      Located located = tracker.update(detection.get(), time);
      sinceDetection = 1;
      width = newWidth;
      height = newHeight;
      return located;
    }
    sinceDetection++;
    return tracker.predict(width, height, time);
  }

  /** The second half of {@link #analyze}, in the order of the first. */
  TrackedFrame classify(Image image, Located located) {
    return smooth(located, emotions(image, located));
  }

  /** What needs no other frame, on any thread; null where that is not sure to be needed. */
  @Nullable List<DetectedFace> detectAhead(Image image) {
    return detectEvery == 1 ? pipeline.detect(image) : null;
  }

  /** Needs no other frame either. */
  List<Face> emotions(Image image, Located located) {
    return pipeline.classify(image, located.faces());
  }

  /** In the order of the frames. */
  TrackedFrame smooth(Located located, List<Face> faces) {
    return filter.update(located, faces);
  }

  /** Options of a {@link VideoAnalyzer}. Not thread-safe. */
  public static final class Builder {
    private final Pipeline pipeline;
    private int detectEvery = 1;
    private int minHits = 2;
    private Duration smoothing = Duration.ofMillis(300);
    private Duration labelHold = Duration.ofMillis(100);

    private Builder(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    /**
     * Looks for faces on every n-th frame only. On those between, known faces are expected where
     * their course leads and their emotions are told anew. A frame of another size is always
     * searched, and so is the one after a new face was found, so that it is confirmed (see {@link
     * #minHits}) or forgotten at once.
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
     * Sets on how many searched frames in a row a new face must be found before it is told: a
     * detector's false alarms mostly last one frame. SORT (Bewley et al., 2016) calls this min_hits
     * and takes 3, ByteTrack (Zhang et al., 2022) takes 2. Faces of the first frame are told at
     * once, as in ByteTrack.
     *
     * @param hits at least 1, which tells each face at once; 2 by default
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder minHits(int hits) {
      if (hits < 1) {
        throw new IllegalArgumentException("a face must be found 1 or more times, got " + hits);
      }
      minHits = hits;
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
     * Sets how long another emotion must stay clearly more probable, smoothed, before the label
     * changes, so that one that a face only passes through is not told.
     *
     * @param time 100 ms by default; zero changes the label at once
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder labelHold(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("the label's hold must not be negative, got " + time);
      }
      labelHold = time;
      return this;
    }

    /**
     * Makes the analyzer.
     *
     * @return an analyzer for one stream
     */
    public VideoAnalyzer build() {
      return new VideoAnalyzer(this);
    }
  }
}
