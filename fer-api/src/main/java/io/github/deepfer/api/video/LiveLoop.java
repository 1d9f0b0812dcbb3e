package io.github.deepfer.api.video;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes a live stream: one thread reads frames, another analyzes the newest and hands it on.
 * Frames that come while one is being analyzed replace each other and are counted, so a slow
 * machine shows fewer frames and not older ones. Thread-safe.
 */
public final class LiveLoop implements AutoCloseable {
  /** What is done with each analyzed frame, on the loop's own thread. */
  @FunctionalInterface
  public interface Consumer {
    /**
     * Takes a frame.
     *
     * @param frame the frame
     * @param found what was found on it
     * @param latency from the frame's arrival until now
     */
    void accept(Frame frame, TrackedFrame found, Duration latency);
  }

  private record Arrival(Frame frame, long nanos) {}

  private final FrameSource source;
  private final VideoAnalyzer analyzer;
  private final Consumer consumer;
  private final AtomicReference<@Nullable Arrival> newest = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread reading = new Thread(this::read, "fer-live-read");
  private final Thread analyzing = new Thread(this::analyze, "fer-live-analyze");
  private volatile boolean ended;
  private volatile boolean stopped;

  private LiveLoop(FrameSource source, VideoAnalyzer analyzer, Consumer consumer) {
    this.source = Objects.requireNonNull(source, "source");
    this.analyzer = Objects.requireNonNull(analyzer, "analyzer");
    this.consumer = Objects.requireNonNull(consumer, "consumer");
  }

  /**
   * Starts two threads.
   *
   * @param source where frames come from; the loop closes it
   * @param analyzer used by the loop alone while it runs
   * @param consumer what takes the analyzed frames
   * @return the running loop, which the caller closes
   */
  public static LiveLoop start(FrameSource source, VideoAnalyzer analyzer, Consumer consumer) {
    LiveLoop loop = new LiveLoop(source, analyzer, consumer);
    loop.reading.start();
    loop.analyzing.start();
    return loop;
  }

  /**
   * How many frames were replaced by newer ones before they could be analyzed.
   *
   * @return the count since the start
   */
  public long dropped() {
    return dropped.get();
  }

  /**
   * Waits until the source ends or fails, or the loop is closed.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   * @throws RuntimeException what the source, the analyzer or the consumer threw
   */
  public void await() throws InterruptedException {
    analyzing.join();
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private void read() {
    try {
      while (!stopped) {
        Frame frame = source.next();
        if (frame == null) {
          return;
        }
        if (newest.getAndSet(new Arrival(frame, System.nanoTime())) != null) {
          dropped.incrementAndGet();
        }
        LockSupport.unpark(analyzing);
      }
    } catch (RuntimeException | Error e) {
      if (!stopped) {
        failure.compareAndSet(null, e);
      }
    } finally {
      ended = true;
      LockSupport.unpark(analyzing);
    }
  }

  private void analyze() {
    try {
      while (!stopped) {
        boolean last = ended;
        Arrival arrival = newest.getAndSet(null);
        if (arrival != null) {
          TrackedFrame found = analyzer.analyze(arrival.frame().image(), arrival.frame().time());
          consumer.accept(
              arrival.frame(), found, Duration.ofNanos(System.nanoTime() - arrival.nanos()));
        } else if (last) {
          return;
        } else {
          LockSupport.park(this);
        }
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      stopped = true;
      source.close();
    }
  }

  /**
   * Asks the loop to stop after the frame at hand, without waiting; {@link #await} then returns.
   */
  public void stop() {
    stopped = true;
    LockSupport.unpark(analyzing);
  }

  /**
   * Stops both threads, waits for them, and closes the source. From any thread; from within the
   * consumer it waits for the reading thread alone. A second call does nothing.
   */
  @Override
  public void close() {
    stop();
    source.close();
    boolean interrupted = false;
    for (Thread thread : new Thread[] {analyzing, reading}) {
      while (thread != Thread.currentThread() && thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
