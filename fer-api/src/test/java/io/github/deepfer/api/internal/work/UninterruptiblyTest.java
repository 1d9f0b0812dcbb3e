package io.github.deepfer.api.internal.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UninterruptiblyTest {
  @Test
  void anInterruptEndsNoWaitAndIsKept() {
    AtomicInteger attempts = new AtomicInteger();

    int answer =
        Uninterruptibly.call(
            () -> {
              if (attempts.incrementAndGet() < 3) {
                throw new InterruptedException();
              }
              return 42;
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer).isEqualTo(42);
    assertThat(attempts).hasValue(3);
  }

  @Test
  void aFailureKeepsTheInterruptToo() {
    AtomicInteger attempts = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Uninterruptibly.call(
                    () -> {
                      if (attempts.incrementAndGet() < 2) {
                        throw new InterruptedException();
                      }
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aThreadHasEndedAfterwards() {
    CountDownLatch joining = new CountDownLatch(1);
    Thread thread = new Thread(() -> Uninterruptibly.call(() -> await(joining)));
    thread.start();
    Thread.currentThread().interrupt();
    joining.countDown();

    Uninterruptibly.join(thread);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void withoutAnInterruptThereIsNoneAfterwards() {
    assertThat(Uninterruptibly.call(() -> "done")).isEqualTo("done");
    assertThat(Thread.interrupted()).isFalse();
  }

  private static boolean await(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return true;
  }
}
