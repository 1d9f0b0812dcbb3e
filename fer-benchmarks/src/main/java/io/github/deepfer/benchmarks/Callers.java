package io.github.deepfer.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that call as often as they can for a while. */
public final class Callers implements AutoCloseable {
  private static final Duration WINDOW = Duration.ofMillis(60);

  private final long windowNanos;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Callers that go on for 60 milliseconds, for calls of a few. */
  public Callers() {
    this(WINDOW);
  }

  /**
   * Callers.
   *
   * @param window how long they go on, at least until a call has ended
   */
  public Callers(Duration window) {
    windowNanos = window.toNanos();
  }

  /**
   * Calls from several threads at once.
   *
   * @param count how many threads
   * @param call what they call
   * @return calls a second, in sum
   */
  public double callsPerSecond(int count, Runnable call) throws Exception {
    CyclicBarrier start = new CyclicBarrier(count);
    Callable<Double> caller =
        () -> {
          start.await();
          return callsPerSecond(call);
        };
    List<Future<Double>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(threads.submit(caller));
    }
    double sum = 0;
    for (Future<Double> each : running) {
      sum += each.get();
    }
    return sum;
  }

  private double callsPerSecond(Runnable call) {
    long start = System.nanoTime();
    long now = start;
    int calls = 0;
    for (; now - start < windowNanos; now = System.nanoTime()) {
      call.run();
      calls++;
    }
    return 1e9 * calls / (now - start);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
