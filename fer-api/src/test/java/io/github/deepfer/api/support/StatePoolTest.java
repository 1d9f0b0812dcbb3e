package io.github.deepfer.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StatePoolTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final StatePool<Object> pool =
      new StatePool<>(
          () -> {
            opened.incrementAndGet();
            return new Object();
          },
          state -> closed.incrementAndGet());

  @Test
  void callsAfterAnotherShareAState() {
    Object first = pool.call(state -> state);
    Object second = pool.call(state -> state);
    assertThat(second).isSameAs(first);
  }

  @Test
  void aBurstIsServedAtOnceAndKeptOnlyInPart() throws Exception {
    int burst = 4 * Runtime.getRuntime().availableProcessors();
    CyclicBarrier together = new CyclicBarrier(burst);
    ExecutorService threads = Executors.newFixedThreadPool(burst);
    try {
      List<Future<Object>> calls = new ArrayList<>();
      for (int i = 0; i < burst; i++) {
        calls.add(threads.submit(() -> pool.call(state -> meet(together, state))));
      }
      for (Future<Object> call : calls) {
        call.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(opened).hasValue(burst);
    assertThat(opened.get() - closed.get()).isEqualTo(Runtime.getRuntime().availableProcessors());
    pool.close();
    assertThat(closed).hasValue(burst);
  }

  private static Object meet(CyclicBarrier together, Object state) {
    try {
      together.await();
      return state;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStateThatFailedIsReleased() {
    assertThatThrownBy(
            () ->
                pool.call(
                    state -> {
                      throw new IllegalArgumentException("broken");
                    }))
        .hasMessage("broken");
    assertThat(closed).hasValue(1);
    pool.call(state -> state);
    assertThat(opened).hasValue(2);
  }

  @Test
  void whatCannotBeOpenedFailsBeforeTheFirstCall() {
    StatePool<Object> broken =
        new StatePool<>(
            () -> {
              throw new IllegalStateException("damaged");
            },
            state -> {});
    assertThatThrownBy(broken::prepare).hasMessage("damaged");
    pool.prepare();
    pool.call(state -> state);
    assertThat(opened).hasValue(1);
  }
}
