package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.batch.BatchAnalyzer;
import io.github.deepfer.api.batch.BatchResult;
import io.github.deepfer.api.batch.BatchResults;
import io.github.deepfer.api.batch.PictureSource;
import io.github.deepfer.benchmarks.Frames;
import java.util.Collections;

/** Many pictures with the defaults, on two threads against one, as {@code ./fer analyze} does. */
record PicturesCheck(Image frame) implements Check {
  /** Enough for the start of the threads not to be felt. */
  private static final int PICTURES = 192;

  @Override
  public Finding measure() throws Exception {
    PictureSource picture = PictureSource.of("frame", Frames.jpeg(frame));
    try (Pipeline pipeline = Pipeline.builder().threads(1).build()) {
      return Gain.measure(
          "face, lite",
          Limit.PICTURES,
          () -> picturesPerSecond(picture, pipeline, 1),
          () -> picturesPerSecond(picture, pipeline, 2));
    }
  }

  private static double picturesPerSecond(PictureSource picture, Pipeline pipeline, int threads) {
    BatchAnalyzer analyzer = BatchAnalyzer.builder(pipeline).threads(threads).build();
    long start = System.nanoTime();
    try (BatchResults<PictureSource> results =
        analyzer.analyze(Collections.nCopies(PICTURES, picture).iterator())) {
      while (results.hasNext()) {
        if (results.next() instanceof BatchResult.Failed<PictureSource> failed) {
          throw new IllegalStateException(failed.failure());
        }
      }
    }
    return 1e9 * PICTURES / (System.nanoTime() - start);
  }
}
