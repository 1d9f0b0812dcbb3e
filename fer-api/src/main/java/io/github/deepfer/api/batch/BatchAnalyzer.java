package io.github.deepfer.api.batch;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.Pipeline;
import java.util.Iterator;
import java.util.Objects;

/**
 * Analyzes any number of pictures on several threads: while one is read, others are decoded,
 * searched and classified. Thread-safe. The pipeline stays the caller's.
 *
 * <pre>{@code
 * try (Pipeline pipeline = Pipeline.builder().threads(1).build();
 *     Stream<Path> files = Files.list(folder);
 *     BatchResults<PictureSource> results =
 *         BatchAnalyzer.builder(pipeline).build().analyze(files.map(PictureSource::of).iterator())) {
 *   results.forEachRemaining(System.out::println);
 * }
 * }</pre>
 *
 * <p>Each thread takes a picture from its file to its result, so that no two wait for each other,
 * and computes it alone: give the pipeline one thread ({@link
 * io.github.deepfer.api.PipelineBuilder#threads}), or those of its backends get in each other's
 * way. Memory does not grow with the number of pictures: sources are asked for as results are
 * taken, and the pixels in memory at once are bounded.
 */
public final class BatchAnalyzer {
  private final Pipeline pipeline;
  private final int threads;
  private final long maxPixels;
  private final ImageLimits limits;

  private BatchAnalyzer(Builder builder) {
    pipeline = builder.pipeline;
    threads = builder.threads;
    maxPixels = builder.maxPixels > 0 ? builder.maxPixels : Builder.defaultPixels(threads);
    limits = builder.limits;
  }

  /**
   * Starts an analyzer with options of its own.
   *
   * @param pipeline what finds and classifies faces; the caller closes it, after the results
   * @return a builder with the defaults
   */
  public static Builder builder(Pipeline pipeline) {
    return new Builder(Objects.requireNonNull(pipeline, "pipeline"));
  }

  /**
   * Starts to analyze pictures.
   *
   * @param <S> what the pictures come from
   * @param sources the pictures, of any number; asked on the thread that takes the results, no more
   *     than 32 per thread ahead of them
   * @return a result per picture, in their order; the caller closes it
   */
  public <S extends PictureSource> BatchResults<S> analyze(Iterator<? extends S> sources) {
    return analyze(sources, (source, image, analysis) -> {});
  }

  /**
   * Starts to analyze pictures, and does something with each while its pixels are there.
   *
   * @param <S> what the pictures come from
   * @param sources as above
   * @param step what else is done with each picture that could be analyzed
   * @return a result per picture, in their order; the caller closes it
   */
  public <S extends PictureSource> BatchResults<S> analyze(
      Iterator<? extends S> sources, PictureStep<? super S> step) {
    return new BatchResults<>(
        Objects.requireNonNull(sources, "sources"),
        new BatchWork<>(
            pipeline, limits, new PixelBudget(maxPixels), Objects.requireNonNull(step, "step")),
        threads);
  }

  /** Options of a {@link BatchAnalyzer}. Not thread-safe. */
  public static final class Builder {
    private static final long PIXELS_PER_THREAD = 25_000_000;

    /** Its own three, the decoder's, and those of a copy that is turned or drawn on. */
    private static final int BYTES_PER_PIXEL = 16;

    private final Pipeline pipeline;
    private int threads = Runtime.getRuntime().availableProcessors();
    private long maxPixels;
    private ImageLimits limits = ImageLimits.DEFAULT;

    private Builder(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    private static long defaultPixels(int threads) {
      long fitting = Runtime.getRuntime().maxMemory() / BYTES_PER_PIXEL;
      return Math.max(1, Math.min(threads * PIXELS_PER_THREAD, fitting));
    }

    /**
     * Sets how many pictures are worked on at once.
     *
     * @param count at least 1; as many as there are processors by default
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder threads(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("a batch needs 1 thread or more, got " + count);
      }
      threads = count;
      return this;
    }

    /**
     * Sets how many pixels are in memory at once, of all pictures that are worked on. One picture
     * may have more, and is worked on alone then.
     *
     * @param pixels at least 1; 25 million per thread by default, less where the heap is small
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder maxPixels(long pixels) {
      if (pixels < 1) {
        throw new IllegalArgumentException("a batch needs 1 pixel or more, got " + pixels);
      }
      maxPixels = pixels;
      return this;
    }

    /**
     * Sets what one picture may cost.
     *
     * @param most {@link ImageLimits#DEFAULT} unless set
     * @return this builder
     */
    public Builder limits(ImageLimits most) {
      limits = Objects.requireNonNull(most, "most");
      return this;
    }

    /**
     * Makes the analyzer.
     *
     * @return an analyzer for any number of batches
     */
    public BatchAnalyzer build() {
      return new BatchAnalyzer(this);
    }
  }
}
