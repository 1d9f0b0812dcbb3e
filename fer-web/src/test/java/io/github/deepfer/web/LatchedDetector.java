package io.github.deepfer.web;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A detector that finds nobody, and not before it is let go. */
public final class LatchedDetector implements FaceDetector {
  public final CountDownLatch started = new CountDownLatch(1);
  public final AtomicInteger calls = new AtomicInteger();
  public final CountDownLatch release = new CountDownLatch(1);

  @Override
  public List<DetectedFace> detect(Image image) {
    calls.incrementAndGet();
    started.countDown();
    try {
      if (!release.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("never released");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return List.of();
  }

  @Override
  public BackendInfo info() {
    return BackendInfo.builder("latched").build();
  }

  @Override
  public Framing framing() {
    return Framing.BOX;
  }

  @Override
  public void close() {
    release.countDown();
  }
}
