package io.github.deepfer.api.video;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.MediaException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens a source anew where it fails; numbers and times go on over the gap. */
final class ReopeningSource implements FrameSource {
  private final Supplier<? extends FrameSource> opener;
  private final int tries;
  private final Duration pause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object lock = new Object();
  private final long started;
  private FrameSource source;
  private Duration opened = Duration.ZERO;
  private Duration last = Duration.ZERO;
  private long index;

  ReopeningSource(Supplier<? extends FrameSource> opener, int tries, Duration pause) {
    if (tries < 1 || pause.isNegative()) {
      throw new IllegalArgumentException(
          "reopening needs 1 or more tries and a pause of 0 or more, got "
              + (tries + " and " + pause));
    }
    this.opener = opener;
    this.tries = tries;
    this.pause = pause;
    this.source = opener.get();
    this.started = System.nanoTime();
  }

  @Override
  public @Nullable Frame next() {
    FrameSource lost = current();
    try {
      return numbered(lost.next());
    } catch (FerException e) {
      lost.close();
      return reopenedAfter(e);
    }
  }

  private @Nullable Frame reopenedAfter(FerException loss) {
    FerException failure = loss;
    for (int i = 0; i < tries; i++) {
      await(loss);
      try {
        FrameSource again = adopt(opener.get());
        try {
          return numbered(again.next());
        } catch (FerException e) {
          again.close();
          throw e;
        }
      } catch (FerException e) {
        failure = e;
      }
    }
    throw new MediaException(
        "the source was lost ("
            + loss.getMessage()
            + ") and gave no frame in "
            + (tries + (tries == 1 ? " try" : " tries"))
            + " to open it again; the last: "
            + failure.getMessage(),
        failure);
  }

  private void await(FerException loss) {
    try {
      if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw isClosed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw loss;
    }
  }

  private FrameSource current() {
    synchronized (lock) {
      if (closed.getCount() == 0) {
        throw isClosed();
      }
      return source;
    }
  }

  private FrameSource adopt(FrameSource next) {
    synchronized (lock) {
      if (closed.getCount() == 0) {
        next.close();
        throw isClosed();
      }
      source = next;
    }
    opened = Duration.ofNanos(System.nanoTime() - started);
    return next;
  }

  private @Nullable Frame numbered(@Nullable Frame frame) {
    if (frame == null) {
      return null;
    }
    Duration time = opened.plus(frame.time());
    // A video in a camera's place has a clock of its own.
    last = time.compareTo(last) > 0 ? time : last;
    return new Frame(index++, last, frame.image());
  }

  private static IllegalStateException isClosed() {
    return new IllegalStateException("the source is closed; open a new one");
  }

  @Override
  public void close() {
    FrameSource open;
    synchronized (lock) {
      closed.countDown();
      open = source;
    }
    open.close();
  }
}
