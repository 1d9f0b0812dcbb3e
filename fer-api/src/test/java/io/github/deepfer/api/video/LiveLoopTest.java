package io.github.deepfer.api.video;

import static io.github.deepfer.api.video.Scripted.frame;
import static io.github.deepfer.api.video.Scripted.happy;
import static io.github.deepfer.api.video.Scripted.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.InferenceException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No test waits for a time: each orders the threads by latches, and hangs where they are not. */
@Timeout(60)
class LiveLoopTest {
  private final List<Long> seen = new CopyOnWriteArrayList<>();
  private final LiveLoop.FrameHandler noteIt = (frame, found, latency) -> seen.add(frame.index());

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("fer-live-"));
  }

  private static final class Source implements FrameSource {
    final IntFunction<@Nullable Frame> script;
    final CountDownLatch closed = new CountDownLatch(1);
    int next;

    Source(IntFunction<@Nullable Frame> script) {
      this.script = script;
    }

    @Override
    public @Nullable Frame next() {
      return script.apply(next++);
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static Source film(int frames) {
    return new Source(i -> i < frames ? frame(i, 40L * i) : null);
  }

  private static VideoAnalyzer analyzer(Consumer<Image> detecting, Consumer<Image> classifying) {
    return VideoAnalyzer.builder(
            Scripted.pipeline(
                image -> {
                  detecting.accept(image);
                  return List.of(new DetectedFace(new Box(100, 20, 40, 40), 0.9f, null));
                },
                (image, crop) -> {
                  classifying.accept(image);
                  return happy(1);
                }))
        .build();
  }

  private static VideoAnalyzer analyzer() {
    return analyzer(image -> {}, image -> {});
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void meet(Image image, int frame, CountDownLatch here, CountDownLatch there) {
    if (millis(image) == 40L * frame) {
      here.countDown();
      await(there);
    }
  }

  @Test
  void theNewestFrameWinsAndOthersAreCounted() throws Exception {
    int frames = 100;
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch allRead = new CountDownLatch(1);
    Source source =
        new Source(
            i -> {
              if (i == 1) {
                await(first);
              } else if (i == frames) {
                allRead.countDown();
                return null;
              }
              return frame(i, 40L * i);
            });
    try (LiveLoop loop =
        LiveLoop.start(
            source,
            analyzer(),
            (frame, found, latency) -> {
              seen.add(frame.index());
              first.countDown();
              await(allRead);
            })) {
      loop.await();
      // While the consumer has one, each of the two stages before it holds one, and one waits.
      assertThat(seen).startsWith(0L).endsWith(frames - 1L).hasSizeBetween(2, 4).isSorted();
      LiveStatistics statistics = loop.statistics();
      assertThat(statistics.captured()).isEqualTo(frames);
      assertThat(statistics.analyzed()).isEqualTo(seen.size());
      assertThat(statistics.dropped()).isEqualTo(frames - seen.size());
      assertThat(statistics.framesPerSecond()).isPositive();
      assertThat(statistics.medianLatency()).isPositive();
      assertThat(statistics.p99Latency()).isGreaterThanOrEqualTo(statistics.medianLatency());
    }
  }

  @Test
  void withoutDroppingEachFrameIsHandedOnInOrder() throws Exception {
    try (LiveLoop loop = LiveLoop.startEveryFrame(film(200), analyzer(), noteIt)) {
      loop.await();
      assertThat(seen).isEqualTo(LongStream.range(0, 200).boxed().toList());
      assertThat(loop.statistics().captured()).isEqualTo(200);
      assertThat(loop.statistics().dropped()).isZero();
    }
  }

  /** Each stage waits, on its frame, for the stage before it to be at work on the next. */
  @Test
  void readingDetectingClassifyingAndConsumingOverlap() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch detecting = new CountDownLatch(1);
    CountDownLatch classifying = new CountDownLatch(1);
    CountDownLatch consuming = new CountDownLatch(1);
    Source source =
        new Source(
            i -> {
              if (i == 3) {
                reading.countDown();
                await(consuming);
              }
              return i < 5 ? frame(i, 40L * i) : null;
            });
    VideoAnalyzer analyzer =
        analyzer(
            image -> meet(image, 2, detecting, reading),
            image -> meet(image, 1, classifying, detecting));
    try (LiveLoop loop =
        LiveLoop.startEveryFrame(
            source,
            analyzer,
            (frame, found, latency) -> {
              seen.add(frame.index());
              if (frame.index() == 0) {
                await(classifying);
                consuming.countDown();
              }
            })) {
      loop.await();
    }
    assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void aLoopTellsWhatTheAnalyzerTells() throws Exception {
    List<TrackedFrame> told = new CopyOnWriteArrayList<>();
    try (LiveLoop loop =
        LiveLoop.startEveryFrame(
            film(30), analyzer(), (frame, found, latency) -> told.add(found))) {
      loop.await();
    }
    VideoAnalyzer alone = analyzer();
    for (int i = 0; i < 30; i++) {
      Frame frame = frame(i, 40L * i);
      assertThat(told.get(i)).isEqualTo(alone.analyze(frame.image(), frame.time()));
    }
  }

  @Test
  void whatWasReadBeforeTheSourceFailedIsHandedOn() {
    InferenceException failure = new InferenceException("the camera is gone");
    Source source =
        new Source(
            i -> {
              if (i > 2) {
                throw failure;
              }
              return frame(i, 40L * i);
            });
    try (LiveLoop loop = LiveLoop.startEveryFrame(source, analyzer(), noteIt)) {
      assertThatThrownBy(loop::await).isSameAs(failure);
      assertThat(seen).containsExactly(0L, 1L, 2L);
    }
  }

  @Test
  void aFailingDetectorEndsTheLoopAfterTheFramesBefore() {
    InferenceException failure = new InferenceException("no detector");
    VideoAnalyzer analyzer = analyzer(image -> failAt(80, image, failure), image -> {});
    assertEndsWith(failure, analyzer, 0L, 1L);
  }

  @Test
  void aFailingClassifierEndsTheLoopAfterTheFramesBefore() {
    InferenceException failure = new InferenceException("no classifier");
    VideoAnalyzer analyzer = analyzer(image -> {}, image -> failAt(80, image, failure));
    assertEndsWith(failure, analyzer, 0L, 1L);
  }

  private static void failAt(long millis, Image image, RuntimeException failure) {
    if (millis(image) == millis) {
      throw failure;
    }
  }

  private void assertEndsWith(RuntimeException failure, VideoAnalyzer analyzer, Long... frames) {
    Source endless = new Source(i -> frame(i, 40L * i));
    try (LiveLoop loop = LiveLoop.startEveryFrame(endless, analyzer, noteIt)) {
      assertThatThrownBy(loop::await).isSameAs(failure);
      assertThat(seen).containsExactly(frames);
      assertThat(endless.closed.getCount()).isZero();
    }
  }

  @Test
  void aFailingConsumerEndsTheLoop() {
    IllegalStateException failure = new IllegalStateException("no window");
    Source endless = new Source(i -> frame(i, 40L * i));
    try (LiveLoop loop =
        LiveLoop.start(
            endless,
            analyzer(),
            (frame, found, latency) -> {
              seen.add(frame.index());
              throw failure;
            })) {
      assertThatThrownBy(loop::await).isSameAs(failure);
      assertThat(seen).hasSize(1);
      assertThat(endless.closed.getCount()).isZero();
    }
  }

  @Test
  void anErrorIsNotSwallowed() {
    AssertionError error = new AssertionError("broken");
    VideoAnalyzer analyzer =
        analyzer(
            image -> {
              throw error;
            },
            image -> {});
    try (LiveLoop loop = LiveLoop.start(film(3), analyzer, noteIt)) {
      assertThatThrownBy(loop::await).isSameAs(error);
    }
  }

  @Test
  void closeEndsALoopThatWaitsForAFrame() throws Exception {
    AtomicReference<Source> self = new AtomicReference<>();
    Source source =
        new Source(
            i -> {
              await(self.get().closed);
              throw new IllegalStateException("closed");
            });
    self.set(source);
    LiveLoop loop = LiveLoop.start(source, analyzer(), noteIt);
    loop.close();
    loop.close();
    loop.await();
    assertThat(seen).isEmpty();
  }

  @Test
  void closeWaitsForTheDetectorAndHandsNothingOn() throws Exception {
    Source endless = new Source(i -> frame(i, 40L * i));
    CountDownLatch detecting = new CountDownLatch(1);
    VideoAnalyzer analyzer =
        analyzer(
            image -> {
              detecting.countDown();
              await(endless.closed);
            },
            image -> {});
    LiveLoop loop = LiveLoop.start(endless, analyzer, noteIt);
    await(detecting);
    loop.close();
    loop.await();
    assertThat(seen).isEmpty();
  }

  @Test
  void closeFromAnotherThreadWaitsForTheConsumer() throws Exception {
    Source endless = new Source(i -> frame(i, 40L * i));
    CountDownLatch consuming = new CountDownLatch(1);
    List<String> order = new CopyOnWriteArrayList<>();
    LiveLoop loop =
        LiveLoop.start(
            endless,
            analyzer(),
            (frame, found, latency) -> {
              consuming.countDown();
              await(endless.closed);
              order.add("consumed");
            });
    await(consuming);
    CompletableFuture.runAsync(
            () -> {
              loop.close();
              order.add("closed");
            })
        .join();
    assertThat(order).containsExactly("consumed", "closed");
    loop.await();
  }

  @Test
  void theConsumerMayCloseAndStopButNotWaitForItsOwnEnd() throws Exception {
    Source endless = new Source(i -> frame(i, 40L * i));
    AtomicReference<LiveLoop> self = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<Throwable> refused = new AtomicReference<>();
    LiveLoop loop =
        LiveLoop.start(
            endless,
            analyzer(),
            (frame, found, latency) -> {
              seen.add(frame.index());
              await(started);
              try {
                self.get().await();
              } catch (IllegalStateException | InterruptedException e) {
                refused.set(e);
              }
              self.get().stop();
              self.get().close();
            });
    self.set(loop);
    started.countDown();
    loop.await();
    loop.close();
    assertThat(seen).hasSize(1);
    assertThat(refused.get()).isInstanceOf(IllegalStateException.class);
    assertThat(endless.closed.getCount()).isZero();
  }

  @Test
  void stopHandsOnNoOtherFrameAndClosesTheSource() throws Exception {
    Source endless = new Source(i -> frame(i, 40L * i));
    AtomicReference<LiveLoop> self = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    try (LiveLoop loop =
        LiveLoop.start(
            endless,
            analyzer(),
            (frame, found, latency) -> {
              await(started);
              seen.add(frame.index());
              if (seen.size() == 3) {
                self.get().stop();
              }
            })) {
      self.set(loop);
      started.countDown();
      loop.await();
      assertThat(seen).hasSize(3);
      assertThat(endless.closed.getCount()).isZero();
    }
  }

  @Test
  void aConsumerThatIsInterruptedEndsTheLoop() throws Exception {
    Source endless = new Source(i -> frame(i, 40L * i));
    try (LiveLoop loop =
        LiveLoop.start(
            endless,
            analyzer(),
            (frame, found, latency) -> {
              seen.add(frame.index());
              Thread.currentThread().interrupt();
            })) {
      loop.await();
    }
    assertThat(endless.closed.getCount()).isZero();
  }
}
