package io.github.deepfer.benchmarks.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TrendTest {
  private static final int MINUTES = 120;

  private static List<Sample> everyMinute(IntToDoubleFunction value) {
    return IntStream.range(0, MINUTES)
        .mapToObj(
            minute ->
                new Sample(
                    minute,
                    0,
                    Collections.nCopies(Figure.values().length, value.applyAsDouble(minute))))
        .toList();
  }

  private static Trend trend(IntToDoubleFunction value) {
    return Trend.of(everyMinute(value), Figure.RESIDENT);
  }

  @Test
  void aLeakShowsThroughNoise() {
    Random random = new Random(1);
    assertThat(trend(minute -> 800 + 0.5 * minute + 10 * random.nextGaussian()).perHour())
        .isCloseTo(30, within(6.0));
  }

  @Test
  void noiseAndPeaksAreNoLeak() {
    Random random = new Random(2);
    double perHour =
        trend(minute -> 800 + 5 * random.nextGaussian() + (minute > 110 ? 300 : 0)).perHour();
    assertThat(perHour).isCloseTo(0, within(Figure.RESIDENT.mostPerHour()));
  }

  @Test
  void whatIsNeededAtFirstDoesNotCount() {
    Trend trend = trend(minute -> Math.min(900, 500 + 10 * minute));
    assertThat(trend).isEqualTo(new Trend(900, 900, 0));
  }

  @Test
  void oneThreadInTenMinutesIsALeak() {
    assertThat(trend(minute -> 40 + minute / 10).perHour())
        .isGreaterThan(Figure.THREADS.mostPerHour());
  }

  @Test
  void twoPointsAreNoTrend() {
    List<Sample> few = everyMinute(minute -> 1).subList(0, 2);
    assertThatThrownBy(() -> Trend.of(few, Figure.HEAP)).hasMessageContaining("got 2");
  }
}
