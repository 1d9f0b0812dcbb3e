package io.github.deepfer.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
  private static final int LIMIT = 1 << 20;
  private static final Limits LIMITS =
      new Limits(LIMIT, 1000, 1, 0, Duration.ofSeconds(1), OptionalInt.empty());

  private final AtomicLong buffered = new AtomicLong();

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 64 << 10, (64 << 10) + 1, 500_000})
  void keepsAllBytesAndCountsTheirMemory(int size) {
    byte[] sent = new byte[size];
    new Random(size).nextBytes(sent);
    for (long announced : new long[] {-1, size}) {
      Body body = new Body(LIMITS, buffered, announced);
      for (int at = 0; at < size; at += 999) {
        body.take(ByteBuffer.wrap(sent, at, Math.min(999, size - at)));
      }
      assertThat(body.refusal()).isNull();
      assertThat(body.whole()).isEqualTo(sent);
      assertThat(buffered.get()).isBetween((long) size, Math.max(64L << 10, 2L * size));
      body.release();
      assertThat(buffered).hasValue(0);
    }
  }

  @Test
  void whatWasAnnouncedIsNotCopiedAtTheEndNorKeptTwice() {
    Body body = new Body(LIMITS, buffered, 100_000);
    body.take(ByteBuffer.allocate(99_999));
    body.take(ByteBuffer.allocate(1));
    assertThat(body.whole()).isSameAs(body.whole()).hasSize(100_000);
    assertThat(buffered).hasValue(100_000);
  }

  @Test
  void announcingCostsNothing() {
    Body body = new Body(LIMITS, buffered, LIMIT);
    body.take(ByteBuffer.allocate(1));
    assertThat(buffered).hasValue(64 << 10);
  }

  @Test
  void oneThatIsTooLargeIsNotKept() {
    Body body = new Body(LIMITS, buffered, -1);
    body.take(ByteBuffer.allocate(LIMIT));
    body.take(ByteBuffer.allocate(1));
    assertThat(body.refusal()).isEqualTo(Problem.tooLarge(LIMIT));
    assertThat(buffered).hasValue(0);
    body.take(ByteBuffer.allocate(1));
    body.release();
    assertThat(buffered).hasValue(0);
  }

  @Test
  void oneThatDoesNotFitBesideOthersIsNotKept() {
    Body first = new Body(LIMITS, buffered, 600_000);
    first.take(ByteBuffer.allocate(600_000));
    Body second = new Body(LIMITS, buffered, 600_000);
    second.take(ByteBuffer.allocate(600_000));
    assertThat(second.refusal()).isEqualTo(Problem.overloaded());
    assertThat(buffered).hasValue(600_000);
    first.release();
    assertThat(buffered).hasValue(0);
  }
}
