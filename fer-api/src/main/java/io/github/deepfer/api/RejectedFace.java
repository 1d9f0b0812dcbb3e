package io.github.deepfer.api;

import java.util.Objects;

/**
 * A face that was found and not classified, since it falls short of {@link
 * PipelineBuilder#minQuality}.
 *
 * @param found where it is
 * @param quality how well it can be seen; its flaws say why it was rejected
 */
public record RejectedFace(DetectedFace found, FaceQuality quality) {
  /** Checks that neither is null. */
  public RejectedFace {
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(quality, "quality");
  }
}
