package io.github.deepfer.api.video;

import io.github.deepfer.api.internal.work.Uninterruptibly;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Reads the next frame on a thread of its own while the one before is worked on. */
final class ReadAhead implements Iterator<Frame>, AutoCloseable {
  private final HandOff<Frame> frames = new HandOff<>();
  private final Thread thread;
  private @Nullable Frame next;
  private volatile @Nullable Throwable failure;

  ReadAhead(FrameSource source) {
    thread = new Thread(() -> read(source), "fer-video-read");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(FrameSource source) {
    try {
      for (Frame frame = source.next(); frame != null && frames.put(frame); ) {
        frame = source.next();
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    } catch (InterruptedException e) {
      failure = new CancellationException("the thread that reads was interrupted");
    } finally {
      frames.end();
    }
  }

  @Override
  public boolean hasNext() {
    if (next != null) {
      return true;
    }
    try {
      next = frames.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the thread was interrupted while it waited for a frame");
    }
    Throwable thrown = failure;
    if (next == null && thrown != null) {
      failure = null;
      throw thrown instanceof Error error ? throwing(error) : (RuntimeException) thrown;
    }
    return next != null;
  }

  private static RuntimeException throwing(Error error) {
    throw error;
  }

  @Override
  public Frame next() {
    Frame taken = hasNext() ? next : null;
    if (taken == null) {
      throw new NoSuchElementException("there are no more frames");
    }
    next = null;
    return taken;
  }

  /** Waits for the frame that is being read. */
  @Override
  public void close() {
    frames.abort();
    Uninterruptibly.join(thread);
  }
}
