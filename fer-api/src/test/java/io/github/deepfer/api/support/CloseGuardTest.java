package io.github.deepfer.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CloseGuardTest {
  private final CloseGuard guard = new CloseGuard("sample");
  private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

  @Test
  void closeEndsACallThatGoesOnForTooLongAndThenReleases() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> call = CompletableFuture.runAsync(() -> callUntil(runs, end));
    runs.await();
    guard.close(
        () -> happened.add("released"),
        Duration.ofMillis(10),
        () -> {
          happened.add("ended");
          end.countDown();
        });
    call.get();
    assertThat(happened).containsExactly("ended", "call over", "released");
  }

  @Test
  void anInterruptNeitherEndsACallNorGetsLost() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> call = CompletableFuture.runAsync(() -> callUntil(runs, end));
    runs.await();
    Thread closer =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              guard.close(
                  () -> happened.add("released"), Duration.ofHours(1), () -> happened.add("ended"));
              happened.add("interrupted " + Thread.currentThread().isInterrupted());
            });
    closer.start();
    end.countDown();
    call.get();
    closer.join();
    assertThat(happened).containsExactly("call over", "released", "interrupted true");
  }

  @Test
  void nothingIsEndedWhereNothingRuns() {
    guard.close(() -> happened.add("released"), Duration.ZERO, () -> happened.add("ended"));
    guard.close(() -> happened.add("released"), Duration.ZERO, () -> happened.add("ended"));
    assertThat(happened).containsExactly("released");
    assertThatThrownBy(() -> guard.call(() -> ""))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sample is closed");
  }

  private void callUntil(CountDownLatch runs, CountDownLatch end) {
    guard.call(
        () -> {
          runs.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return happened.add("call over");
        });
  }
}
