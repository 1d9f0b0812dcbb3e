package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What detectors and classifiers must stand when several threads use them. */
final class Concurrency {
  private static final int THREADS = 8;
  private static final int CALLERS_DURING_CLOSE = 4;

  /** A deadlock must fail the test; no correct subject comes near it. */
  private static final long HUNG_AFTER_SECONDS = 120;

  private Concurrency() {}

  /** Calls from eight threads at once give what one thread gets. */
  static <T> void assertThreadsAgree(List<Callable<T>> calls, BiConsumer<T, T> assertSame)
      throws Exception {
    List<T> alone = new ArrayList<>();
    for (Callable<T> call : calls) {
      alone.add(call.call());
    }
    CyclicBarrier start = new CyclicBarrier(THREADS);
    Callable<List<T>> caller =
        () -> {
          start.await();
          List<T> results = new ArrayList<>();
          for (Callable<T> call : calls) {
            results.add(call.call());
          }
          return results;
        };
    for (List<T> results : runAll(Collections.nCopies(THREADS, caller))) {
      for (int i = 0; i < results.size(); i++) {
        assertSame.accept(results.get(i), alone.get(i));
      }
    }
  }

  /**
   * Closes a subject that other threads keep busy. Their calls return what they always do until
   * they are told that it is closed, and none that starts after the close gets through.
   */
  static <S extends AutoCloseable, T> void assertCloseDuringCalls(
      Supplier<S> opener, Function<S, T> call, BiConsumer<T, T> assertSame) throws Exception {
    S subject = opener.get();
    T expected = call.apply(subject);
    CountDownLatch busy = new CountDownLatch(CALLERS_DURING_CLOSE);
    AtomicBoolean closed = new AtomicBoolean();
    Callable<Void> caller =
        () -> {
          try {
            while (true) {
              boolean late = closed.get();
              T result = call.apply(subject);
              assertThat(late)
                  .as("a call that starts after close() returned got through")
                  .isFalse();
              assertSame.accept(result, expected);
              busy.countDown();
            }
          } catch (IllegalStateException e) {
            return null;
          } finally {
            busy.countDown();
          }
        };
    Callable<Void> closer =
        () -> {
          busy.await();
          subject.close();
          closed.set(true);
          return null;
        };
    List<Callable<Void>> all = new ArrayList<>(Collections.nCopies(CALLERS_DURING_CLOSE, caller));
    all.add(closer);
    all.add(closer);
    runAll(all);
    assertThatThrownBy(() -> call.apply(subject)).isInstanceOf(IllegalStateException.class);
  }

  private static <T> List<T> runAll(List<Callable<T>> callers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      callers.forEach(caller -> futures.add(threads.submit(caller)));
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(HUNG_AFTER_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
