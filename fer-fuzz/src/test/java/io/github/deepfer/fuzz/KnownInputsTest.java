package io.github.deepfer.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fuzzer begins with is read well, what it found once among it. */
final class KnownInputsTest {
  @ParameterizedTest
  @EnumSource
  void seedsAreReadWell(Targets kind) throws Exception {
    try (Target target = kind.open()) {
      List<byte[]> seeds = target.seeds();
      assertThat(seeds).isNotEmpty();
      for (byte[] seed : seeds) {
        assertThat(seed.length).isLessThanOrEqualTo(Seeds.MAX_BYTES);
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> target.run(seed));
      }
      byte[] noise = new byte[1000];
      new Random(1).nextBytes(noise);
      target.run(noise);
      target.run(new byte[0]);
    }
  }
}
