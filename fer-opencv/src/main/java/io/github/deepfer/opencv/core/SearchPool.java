package io.github.deepfer.opencv.core;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.InferenceException;
import io.github.deepfer.api.support.CloseGuard;
import io.github.deepfer.api.support.StatePool;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** A detector's searches: each running call has one of its own. Thread-safe. */
public final class SearchPool implements AutoCloseable {
  private final String id;
  private final StatePool<Search> searches;
  private final CloseGuard guard;

  public SearchPool(String id, Supplier<Search> opener) {
    this.id = id;
    this.searches = new StatePool<>(opener, Search::close);
    this.guard = new CloseGuard("detector " + id);
    // A damaged file shall fail here, not at the first picture.
    searches.prepare();
  }

  public List<DetectedFace> detect(Image image) {
    Objects.requireNonNull(image, "image");
    return guard.call(() -> searches.call(search -> detect(search, image)));
  }

  private List<DetectedFace> detect(Search search, Image image) {
    try {
      return search.detect(image);
    } catch (RuntimeException e) {
      if (e.getClass() != RuntimeException.class) {
        throw e;
      }
      // JavaCPP's form of a C++ exception: OpenCV's own, most often of memory.
      throw new InferenceException(
          "detector "
              + id
              + " failed on "
              + image
              + ": "
              + e.getMessage()
              + "; try a larger minFaceSize or a smaller picture",
          e);
    }
  }

  @Override
  public void close() {
    guard.close(searches::close);
  }
}
