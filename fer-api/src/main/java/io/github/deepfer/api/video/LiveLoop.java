package io.github.deepfer.api.video;

import io.github.deepfer.api.internal.work.Uninterruptibly;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes a live stream. Four threads work on four frames at once: one reads, one finds faces, one
 * tells their emotions, one hands on. Frames that come while faces are being looked for replace
 * each other and are counted, so a slow machine shows fewer frames and not older ones: no frame
 * waits for more than the two before it. Thread-safe.
 */
public final class LiveLoop implements AutoCloseable {
  /** What is done with each analyzed frame, on one thread and in the frames' order. */
  @FunctionalInterface
  public interface FrameHandler {
    /**
     * Takes a frame.
     *
     * @param frame the frame
     * @param found what was found on it
     * @param latency from the frame's arrival until now
     */
    void handle(Frame frame, TrackedFrame found, Duration latency);
  }

  /** What a thread does, until there is nothing more to do. */
  private interface Stage {
    void run() throws InterruptedException;
  }

  private record Arrival(Frame frame, long nanos) {}

  private record Search(Arrival arrival, Located located) {}

  private record Result(Arrival arrival, TrackedFrame found) {}

  private final FrameSource source;
  private final VideoAnalyzer analyzer;
  private final FrameHandler handler;
  private final boolean everyFrame;
  private final HandOff<Arrival> arrivals = new HandOff<>();
  private final HandOff<Search> searches = new HandOff<>();
  private final HandOff<Result> results = new HandOff<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Counts counts = new Counts();
  private final Thread reading = thread("read", this::read, arrivals::end);
  private final Thread detecting = thread("detect", this::detect, () -> passOn(arrivals, searches));
  private final Thread classifying =
      thread("classify", this::classify, () -> passOn(searches, results));
  private final Thread delivering = thread("deliver", this::deliver, this::finish);
  private volatile boolean stopped;

  private LiveLoop(
      FrameSource source, VideoAnalyzer analyzer, FrameHandler handler, boolean everyFrame) {
    this.source = Objects.requireNonNull(source, "source");
    this.analyzer = Objects.requireNonNull(analyzer, "analyzer");
    this.handler = Objects.requireNonNull(handler, "handler");
    this.everyFrame = everyFrame;
  }

  /**
   * Starts to analyze the newest frames.
   *
   * @param source where frames come from; the loop closes it
   * @param analyzer used by the loop alone while it runs
   * @param handler what takes the analyzed frames
   * @return the running loop, which the caller closes
   */
  public static LiveLoop start(FrameSource source, VideoAnalyzer analyzer, FrameHandler handler) {
    return new LiveLoop(source, analyzer, handler, false).started();
  }

  /**
   * Starts to analyze every frame, for a video: the source waits for the slowest step and nothing
   * is dropped.
   *
   * @param source where frames come from; the loop closes it
   * @param analyzer used by the loop alone while it runs
   * @param handler what takes the analyzed frames
   * @return the running loop, which the caller closes
   */
  public static LiveLoop startEveryFrame(
      FrameSource source, VideoAnalyzer analyzer, FrameHandler handler) {
    return new LiveLoop(source, analyzer, handler, true).started();
  }

  private LiveLoop started() {
    reading.start();
    detecting.start();
    classifying.start();
    delivering.start();
    return this;
  }

  /**
   * How the loop keeps up.
   *
   * @return the figures since the start
   */
  public LiveStatistics statistics() {
    return counts.statistics();
  }

  /**
   * Waits until the source ends or fails, or the loop is stopped. What was read before a failure is
   * handed on first.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   * @throws RuntimeException what the source, the analyzer or the handler threw
   * @throws IllegalStateException if the handler calls it
   */
  public void await() throws InterruptedException {
    if (Thread.currentThread() == delivering) {
      throw new IllegalStateException("a live loop's handler cannot wait for its end; call stop");
    }
    delivering.join();
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private void read() throws InterruptedException {
    for (Frame frame = next(); frame != null; frame = next()) {
      counts.captured();
      Arrival arrival = new Arrival(frame, System.nanoTime());
      if (everyFrame) {
        if (!arrivals.put(arrival)) {
          return;
        }
      } else if (arrivals.replace(arrival)) {
        counts.dropped();
      }
    }
  }

  private @Nullable Frame next() {
    try {
      return stopped ? null : source.next();
    } catch (RuntimeException e) {
      if (stopped) {
        // It was closed under the read.
        return null;
      }
      throw e;
    }
  }

  private void detect() throws InterruptedException {
    for (Arrival next = arrivals.take(); next != null; next = arrivals.take()) {
      Frame frame = next.frame();
      if (!searches.put(new Search(next, analyzer.locate(frame.image(), frame.time())))) {
        return;
      }
    }
  }

  private void classify() throws InterruptedException {
    for (Search next = searches.take(); next != null; next = searches.take()) {
      Arrival arrival = next.arrival();
      TrackedFrame found = analyzer.classify(arrival.frame().image(), next.located());
      if (!results.put(new Result(arrival, found))) {
        return;
      }
    }
  }

  private void deliver() throws InterruptedException {
    for (Result next = results.take(); next != null; next = results.take()) {
      long now = System.nanoTime();
      long latency = now - next.arrival().nanos();
      counts.analyzed(now, latency);
      handler.handle(next.arrival().frame(), next.found(), Duration.ofNanos(latency));
    }
  }

  private static void passOn(HandOff<?> before, HandOff<?> after) {
    before.abort();
    after.end();
  }

  private void finish() {
    stop();
    source.close();
  }

  /**
   * A thread that does its stage and, however that ends, its last action: where a stage ends, those
   * before it stop and those after it finish.
   */
  private Thread thread(String name, Stage stage, Runnable last) {
    return new Thread(
        () -> {
          attempt(stage);
          attempt(last::run);
        },
        "fer-live-" + name);
  }

  private void attempt(Stage stage) {
    try {
      stage.run();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      // Nobody but what the loop itself calls knows its threads: a wish to end.
      stop();
    }
  }

  /**
   * Asks the loop to stop without waiting: no other frame is handed on, the source is closed after
   * the one at hand, and {@link #await} returns then.
   */
  public void stop() {
    stopped = true;
    arrivals.abort();
    searches.abort();
    results.abort();
  }

  /**
   * Stops the threads, waits for them, and closes the source. From any thread; from within the
   * handler it waits for the other threads alone. A second call does nothing.
   */
  @Override
  public void close() {
    stop();
    try {
      source.close();
    } finally {
      join();
    }
  }

  private void join() {
    for (Thread thread : List.of(reading, detecting, classifying, delivering)) {
      if (thread != Thread.currentThread()) {
        Uninterruptibly.join(thread);
      }
    }
  }

  /** Thread-safe. */
  private static final class Counts {
    private final Latencies latencies = new Latencies();
    private long captured;
    private long analyzed;
    private long dropped;
    private long firstNanos;
    private long lastNanos;

    synchronized void captured() {
      captured++;
    }

    synchronized void dropped() {
      dropped++;
    }

    synchronized void analyzed(long now, long latency) {
      if (analyzed++ == 0) {
        firstNanos = now;
      }
      lastNanos = now;
      latencies.add(latency);
    }

    synchronized LiveStatistics statistics() {
      double seconds = (lastNanos - firstNanos) / 1e9;
      return new LiveStatistics(
          captured,
          analyzed,
          dropped,
          seconds > 0 ? (analyzed - 1) / seconds : 0,
          latencies.percentile(0.5),
          latencies.percentile(0.99));
    }
  }
}
