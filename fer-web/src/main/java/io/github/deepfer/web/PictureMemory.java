package io.github.deepfer.web;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Keeps the pictures that are at work at the same time within the heap: each worker may have one of
 * its share of it, and one of them a larger one. Thread-safe.
 */
final class PictureMemory {
  private final Limits limits;
  private final ImageLimits share;
  private final Semaphore large = new Semaphore(1, true);

  /** There is no memory for a picture. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refused(Problem problem) {
      super(problem.detail());
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  PictureMemory(Limits limits) {
    this.limits = limits;
    share = new ImageLimits(limits.sharedPixels(), limits.maxBodyBytes());
  }

  /**
   * Decodes a picture and works on it.
   *
   * @throws Refused if it does not fit, or for too long another one takes the place
   * @throws io.github.deepfer.api.ImageException if it is no picture or over the limits
   */
  <T> T use(byte[] file, Function<Image, T> work) {
    try {
      return work.apply(Image.decode(file, share));
    } catch (ImageTooLargeException | OutOfMemoryError e) {
      // Once more, alone.
    }
    try {
      if (!large.tryAcquire(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Refused(Problem.overloaded());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Problem.overloaded());
    }
    try {
      return work.apply(Image.decode(file, limits.image()));
    } catch (OutOfMemoryError e) {
      throw new Refused(Problem.doesNotFit());
    } finally {
      large.release();
    }
  }
}
