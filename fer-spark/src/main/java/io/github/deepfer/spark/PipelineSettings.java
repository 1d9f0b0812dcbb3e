package io.github.deepfer.spark;

import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What travels to the executors in place of a pipeline; null stands for the default.
 *
 * @param detector its id
 * @param classifier its id
 * @param head the classifier's output
 * @param minFaceSize in pixels
 * @param minQuality what a face must have to be classified
 */
record PipelineSettings(
    @Nullable String detector,
    @Nullable String classifier,
    @Nullable String head,
    @Nullable Integer minFaceSize,
    @Nullable Quality minQuality)
    implements Serializable {
  /**
   * The limits of quality, which cannot travel themselves.
   *
   * @param minSize in pixels
   * @param minSharpness about 1 for sharp faces
   * @param maxYaw in degrees
   * @param maxPitch in degrees
   */
  record Quality(int minSize, float minSharpness, float maxYaw, float maxPitch)
      implements Serializable {
    static Quality of(FaceQuality.Limits limits) {
      return new Quality(
          limits.minSize(), limits.minSharpness(), limits.maxYaw(), limits.maxPitch());
    }

    private FaceQuality.Limits limits() {
      return new FaceQuality.Limits(minSize, minSharpness, maxYaw, maxPitch);
    }
  }

  /** A task computes alone: the executor runs one per core. */
  Pipeline open() {
    PipelineBuilder builder = Pipeline.builder().threads(1);
    if (detector != null) {
      builder.detector(detector);
    }
    if (classifier != null) {
      builder.classifier(classifier);
    }
    if (head != null) {
      builder.head(head);
    }
    if (minFaceSize != null) {
      builder.minFaceSize(minFaceSize);
    }
    if (minQuality != null) {
      builder.minQuality(minQuality.limits());
    }
    return builder.build();
  }
}
