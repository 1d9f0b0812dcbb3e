package io.github.deepfer.api.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void percentilesAreThoseOfTheNearestRank() {
    assertThat(latencies.percentile(0.5)).isZero();
    for (int i = 100; i >= 1; i--) {
      latencies.add(i);
    }
    assertThat(latencies.percentile(0.5)).isEqualTo(Duration.ofNanos(50));
    assertThat(latencies.percentile(0.99)).isEqualTo(Duration.ofNanos(99));
    assertThat(latencies.percentile(1)).isEqualTo(Duration.ofNanos(100));
  }

  @Test
  void onlyTheLastAreKept() {
    for (int i = 0; i < 10; i++) {
      latencies.add(1_000_000);
    }
    for (int i = 0; i < Latencies.KEPT; i++) {
      latencies.add(7);
    }
    assertThat(latencies.percentile(1)).isEqualTo(Duration.ofNanos(7));
  }
}
