package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time goes on, whatever the stamps do. */
class VideoClockTest {
  private static final Duration FRAME = Duration.ofMillis(40);
  private static final long NONE = AV_NOPTS_VALUE;

  @BeforeAll
  static void load() {
    FFmpeg.load();
  }

  @Test
  void countsFromTheStartOfTheVideo() {
    assertThat(times(Duration.ofMillis(500), false, 500, 540, 580)).containsExactly(0L, 40L, 80L);
    assertThat(times(Duration.ZERO, false, 20_000, 20_040))
        .as("pictures that begin after the sound")
        .containsExactly(20_000L, 20_040L);
    assertThat(times(null, false, 20_000, 20_040)).containsExactly(0L, 40L);
    assertThat(times(Duration.ofMillis(100), false, 20, 60, 140))
        .as("before the start")
        .containsExactly(0L, 1L, 40L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnByAFrameWhereTheClockStartsAgain(boolean broadcast) {
    assertThat(times(Duration.ofMillis(500), broadcast, 1380, 1420, 1460, 500, 540))
        .containsExactly(880L, 920L, 960L, 1000L, 1040L);
    assertThat(times(Duration.ZERO, broadcast, 960, 0, 200, 0, 40))
        .as("two joints")
        .containsExactly(960L, 1000L, 1200L, 1240L, 1280L);
  }

  @Test
  void jumpsAheadAreJointsWhereClocksMayStartAgain() {
    assertThat(times(Duration.ZERO, true, 0, 40, 3_600_000, 3_600_040, 3_600_080))
        .containsExactly(0L, 40L, 80L, 120L, 160L);
    assertThat(times(Duration.ZERO, true, 0, 9_000, 18_000)).containsExactly(0L, 9_000L, 18_000L);
    assertThat(times(Duration.ZERO, false, 0, 40, 3_600_000))
        .as("a still of an hour")
        .containsExactly(0L, 40L, 3_600_000L);
    assertThat(times(Duration.ZERO, false, 0, 40, Duration.ofDays(9).toMillis()))
        .as("damage")
        .containsExactly(0L, 40L, 80L);
  }

  @Test
  void stampsThatAreMissingOrRepeatedAreFilledIn() {
    assertThat(times(Duration.ZERO, true, 0, NONE, NONE, 120)).containsExactly(0L, 40L, 80L, 120L);
    assertThat(times(null, true, NONE, NONE, 80)).containsExactly(0L, 40L, 41L);
    assertThat(times(Duration.ZERO, true, 0, 40, 40, 120)).containsExactly(0L, 40L, 41L, 120L);
    assertThat(times(Duration.ZERO, true, 0, 80, 40, 120))
        .as("out of order")
        .containsExactly(0L, 80L, 81L, 120L);
  }

  @Test
  void timesThatDamageMadeUpDoNotOverflow() {
    assertThat(times(Duration.ZERO, false, Long.MAX_VALUE, Long.MAX_VALUE - 1, 0, Long.MAX_VALUE))
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(time -> time >= 0);
  }

  private static List<Long> times(Duration start, boolean broadcast, long... stamps) {
    AVRational millis = avutil.av_make_q(1, 1000);
    VideoClock clock = new VideoClock(millis, start, broadcast);
    List<Long> times = new ArrayList<>();
    for (long stamp : stamps) {
      times.add(clock.next(stamp, FRAME).toMillis());
      assertThat(clock.last().toMillis()).isEqualTo(times.get(times.size() - 1));
    }
    return times;
  }
}
