package io.github.deepfer.api.video;

import static io.github.deepfer.api.video.Scripted.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.MediaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReopeningSourceTest {
  private final List<Fragile> opened = new ArrayList<>();

  /** Gives some frames and then fails, or ends. */
  private static final class Fragile implements FrameSource {
    final int frames;
    final boolean ends;
    int given;
    boolean closed;

    Fragile(int frames, boolean ends) {
      this.frames = frames;
      this.ends = ends;
    }

    @Override
    public @Nullable Frame next() {
      if (given == frames) {
        if (ends) {
          return null;
        }
        throw new MediaException("unplugged after " + given);
      }
      return frame(given, 40L * given++);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Fragile open(int frames) {
    Fragile source = new Fragile(frames, false);
    opened.add(source);
    return source;
  }

  @Test
  void numbersAndTimesGoOnOverTheGapAndEachLostSourceIsClosed() {
    try (FrameSource source = FrameSource.reopening(() -> open(3), 1, Duration.ZERO)) {
      Duration last = Duration.ZERO;
      for (int i = 0; i < 9; i++) {
        Frame frame = source.next();
        assertThat(frame.index()).isEqualTo(i);
        assertThat(frame.time()).isGreaterThanOrEqualTo(last);
        last = frame.time();
      }
      assertThat(opened).extracting(s -> s.closed).containsExactly(true, true, false);
    }
    assertThat(opened).allMatch(s -> s.closed);
  }

  /** Each source's clock starts anew; what is smoothed over time must know how long the gap was. */
  @Test
  void theGapTakesItsTime() {
    Duration pause = Duration.ofMillis(50);
    try (FrameSource source = FrameSource.reopening(() -> open(1), 1, pause)) {
      for (int i = 0; i < 4; i++) {
        assertThat(source.next().time()).isGreaterThanOrEqualTo(pause.multipliedBy(i));
      }
    }
  }

  @Test
  void theTriesAreBoundedAndAllIsTold() {
    List<Integer> tries = new ArrayList<>();
    FrameSource source =
        FrameSource.reopening(
            () -> {
              tries.add(tries.size());
              if (tries.size() > 1) {
                throw new MediaException("no camera, try " + (tries.size() - 1));
              }
              return open(1);
            },
            3,
            Duration.ZERO);
    source.next();
    assertThatThrownBy(source::next)
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("unplugged after 1")
        .hasMessageContaining("3 tries")
        .hasMessageContaining("no camera, try 3");
    assertThat(tries).hasSize(4);
    assertThat(opened).allMatch(s -> s.closed);
  }

  @Test
  void aSourceThatOpensButGivesNoFrameIsAFailedTry() {
    FrameSource source =
        FrameSource.reopening(() -> open(opened.isEmpty() ? 1 : 0), 2, Duration.ZERO);
    source.next();
    assertThatThrownBy(source::next).isInstanceOf(MediaException.class);
    assertThat(opened).hasSize(3).allMatch(s -> s.closed);
  }

  @Test
  void whatCannotBeOpenedAtFirstIsNotTriedAgain() {
    MediaException failure = new MediaException("no camera");
    List<Integer> tries = new ArrayList<>();
    assertThatThrownBy(
            () ->
                FrameSource.reopening(
                    () -> {
                      tries.add(1);
                      throw failure;
                    },
                    5,
                    Duration.ZERO))
        .isSameAs(failure);
    assertThat(tries).hasSize(1);
  }

  @Test
  void anEndIsNoFailure() {
    FrameSource source = FrameSource.reopening(() -> new Fragile(1, true), 5, Duration.ZERO);
    assertThat(source.next()).isNotNull();
    assertThat(source.next()).isNull();
  }

  @Test
  void closeDoesNotWaitForThePause() {
    FrameSource source = FrameSource.reopening(() -> open(0), 1, Duration.ofDays(1));
    CompletableFuture<Frame> next = CompletableFuture.supplyAsync(source::next);
    source.close();
    assertThatThrownBy(next::join).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(opened).singleElement().matches(s -> s.closed);
  }

  @Test
  void whatIsOpenedDuringCloseIsClosed() {
    AtomicReference<FrameSource> self = new AtomicReference<>();
    FrameSource source =
        FrameSource.reopening(
            () -> {
              if (self.get() != null) {
                self.get().close();
              }
              return open(0);
            },
            1,
            Duration.ZERO);
    self.set(source);
    assertThatIllegalStateException().isThrownBy(source::next);
    assertThat(opened).hasSize(2).allMatch(s -> s.closed);
    assertThatIllegalStateException().isThrownBy(source::next);
  }

  @Test
  void senselessBoundsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameSource.reopening(() -> open(1), 0, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameSource.reopening(() -> open(1), 1, Duration.ofMillis(-1)));
    assertThat(opened).isEmpty();
  }
}
