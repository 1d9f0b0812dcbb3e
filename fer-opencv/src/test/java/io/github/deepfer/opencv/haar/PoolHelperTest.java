package io.github.deepfer.opencv.haar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PoolHelperTest {
  private static final int CALLS = 100_000;

  @Test
  void whatHasNotBegunIsNeverDone() {
    List<Runnable> queue = new ArrayList<>();
    PoolHelper helper = new PoolHelper(queue::add);
    AtomicInteger done = new AtomicInteger();
    helper.call(done::incrementAndGet);
    assertThat(helper.finish()).isNull();
    queue.forEach(Runnable::run);
    assertThat(done).hasValue(0);
  }

  @Test
  void whatHasBegunIsWaitedForAndTellsItsFailure() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      PoolHelper helper = new PoolHelper(pool);
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      IllegalArgumentException failure = new IllegalArgumentException();
      helper.call(
          () -> {
            begun.countDown();
            await(go);
            throw failure;
          });
      begun.await();
      go.countDown();
      assertThat(helper.finish()).isSameAs(failure);
      helper.call(() -> {});
      assertThat(helper.finish()).isNull();
    } finally {
      pool.shutdownNow();
    }
  }

  /** Whether a call is missed or not is up to chance here; that it ends at all is the point. */
  @Test
  void anyNumberOfCallsEndsAndNoneRunsAfterItsEnd() {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      PoolHelper helper = new PoolHelper(pool);
      AtomicInteger open = new AtomicInteger(-1);
      AtomicInteger wrong = new AtomicInteger();
      AtomicInteger helped = new AtomicInteger();
      for (int i = 0; i < CALLS; i++) {
        int number = i;
        open.set(number);
        helper.call(
            () -> {
              helped.incrementAndGet();
              wrong.addAndGet(open.get() == number ? 0 : 1);
            });
        if (i % 3 == 0) {
          Thread.onSpinWait();
        } else if (i % 7 == 0) {
          Thread.yield();
        }
        assertThat(helper.finish()).isNull();
        open.set(-1);
      }
      assertThat(wrong).hasValue(0);
      assertThat(helped.get()).isBetween(1, CALLS);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
