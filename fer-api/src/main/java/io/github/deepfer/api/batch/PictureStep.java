package io.github.deepfer.api.batch;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;

/**
 * What else is done with a picture while its pixels are there, such as writing it with boxes. Runs
 * on the thread that analyzed the picture, beside others.
 *
 * @param <S> what the pictures come from
 */
@FunctionalInterface
public interface PictureStep<S> {
  /**
   * Takes a picture.
   *
   * @param source what it came from
   * @param image the upright picture
   * @param analysis its faces
   * @throws Exception if it fails; the picture's result is this failure then
   */
  void take(S source, Image image, Analysis analysis) throws Exception;
}
