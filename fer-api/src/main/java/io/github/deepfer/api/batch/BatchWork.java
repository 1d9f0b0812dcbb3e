package io.github.deepfer.api.batch;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.batch.BatchResult.Analyzed;
import io.github.deepfer.api.batch.BatchResult.Failed;
import io.github.deepfer.api.internal.image.EncodedImage;

/**
 * What is done with each picture, from its bytes to its result. Thread-safe.
 *
 * @param pipeline finds and classifies faces
 * @param limits of one picture
 * @param budget of all pictures at once
 * @param step what else is done with it
 */
record BatchWork<S extends PictureSource>(
    Pipeline pipeline, ImageLimits limits, PixelBudget budget, PictureStep<? super S> step) {
  BatchResult<S> analyze(S source) {
    try {
      EncodedImage file = EncodedImage.open(source.read(limits), source.name(), limits);
      return budget.call(file.pixels(), () -> analyze(source, file.decode()));
    } catch (Throwable e) {
      // Whatever is wrong with one picture, a bug or a stack that overflows included: the others
      // are not lost by it.
      return new Failed<>(source, e);
    }
  }

  private BatchResult<S> analyze(S source, Image image) throws Exception {
    Analysis analysis = pipeline.analyze(image);
    step.take(source, image, analysis);
    return new Analyzed<>(source, analysis);
  }
}
