package io.github.deepfer.opencv.core;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.InferenceException;
import io.github.deepfer.api.spi.CloseGuard;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Gives each running call a search of its own and keeps as many as there are processors for the
 * next calls. Thread-safe.
 */
public final class SearchPool implements AutoCloseable {
  private final String id;
  private final Supplier<Search> opener;
  private final BlockingQueue<Search> idle =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());
  private final CloseGuard guard;

  public SearchPool(String id, Supplier<Search> opener) {
    this.id = id;
    this.opener = opener;
    this.guard = new CloseGuard("detector " + id);
    // A damaged file shall fail here, not at the first picture.
    idle.add(opener.get());
  }

  public List<DetectedFace> detect(Image image) {
    Objects.requireNonNull(image, "image");
    return guard.call(() -> detectOpen(image));
  }

  private List<DetectedFace> detectOpen(Image image) {
    Search pooled = idle.poll();
    Search search = pooled != null ? pooled : opener.get();
    boolean kept = false;
    try {
      List<DetectedFace> faces = search.detect(image);
      kept = idle.offer(search);
      return faces;
    } catch (RuntimeException e) {
      throw new InferenceException(
          "detector "
              + id
              + " failed on "
              + image
              + ": "
              + e.getMessage()
              + "; try a larger minFaceSize or a smaller picture",
          e);
    } finally {
      if (!kept) {
        search.close();
      }
    }
  }

  @Override
  public void close() {
    guard.close(
        () -> {
          for (Search search = idle.poll(); search != null; search = idle.poll()) {
            search.close();
          }
        });
  }
}
