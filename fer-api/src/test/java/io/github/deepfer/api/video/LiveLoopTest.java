package io.github.deepfer.api.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.InferenceException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PixelFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveLoopTest {
  private static final Image IMAGE = Image.wrap(new byte[300 * 100], 300, 100, PixelFormat.GRAY);
  private static final BackendInfo INFO = new BackendInfo("fake", "cpu", null, Map.of(), List.of());

  private final AtomicInteger detections = new AtomicInteger();
  private final List<FaceCrop> crops = new ArrayList<>();
  private final List<Long> seen = new CopyOnWriteArrayList<>();

  /** Finds one face that is 10 pixels further to the right each time. */
  private final FaceDetector detector =
      new FaceDetector() {
        @Override
        public List<DetectedFace> detect(Image image) {
          int x = 10 * detections.getAndIncrement();
          return List.of(new DetectedFace(new Box(x, 20, 40, 40), 0.9f, null));
        }

        @Override
        public Framing framing() {
          return Framing.BOX;
        }

        @Override
        public BackendInfo info() {
          return INFO;
        }

        @Override
        public void close() {}
      };

  private final EmotionClassifier classifier =
      new EmotionClassifier() {
        @Override
        public List<EmotionProbabilities> classify(Image image, List<FaceCrop> faces) {
          crops.addAll(faces);
          return faces.stream().map(f -> EmotionProbabilities.of(labels(), 1)).toList();
        }

        @Override
        public List<Emotion> labels() {
          return List.of(Emotion.HAPPY);
        }

        @Override
        public BackendInfo info() {
          return INFO;
        }

        @Override
        public void close() {}
      };

  private VideoAnalyzer analyzer(int every) {
    Pipeline pipeline = Pipeline.builder().detector(detector).classifier(classifier).build();
    return VideoAnalyzer.builder(pipeline).detectEvery(every).build();
  }

  private static final class Source implements FrameSource {
    final IntFunction<Frame> script;
    final CountDownLatch closed = new CountDownLatch(1);
    int next;

    Source(IntFunction<Frame> script) {
      this.script = script;
    }

    @Override
    public Frame next() {
      return script.apply(next++);
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static Frame frame(int i) {
    return new Frame(i, Duration.ofMillis(40L * i), IMAGE);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void betweenDetectionsFacesAreClassifiedWhereTheirCourseLeads() {
    VideoAnalyzer analyzer = analyzer(2);
    for (int i = 0; i < 6; i++) {
      TrackedFrame frame = analyzer.analyze(IMAGE, Duration.ofMillis(40L * i));
      assertThat(frame.faces()).extracting(TrackedFace::id).containsExactly(1L);
    }
    assertThat(detections).hasValue(3);
    assertThat(crops).extracting(FaceCrop::x).containsExactly(0f, 0f, 10f, 15f, 20f, 25f);
  }

  @Test
  void aFrameOfAnotherSizeIsSearched() {
    VideoAnalyzer analyzer = analyzer(100);
    analyzer.analyze(IMAGE, Duration.ZERO);
    analyzer.analyze(Image.wrap(new byte[2500], 50, 50, PixelFormat.GRAY), Duration.ZERO);
    assertThat(detections).hasValue(2);
  }

  @Test
  void theNewestFrameWinsAndOthersAreCounted() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch allRead = new CountDownLatch(1);
    Source source =
        new Source(
            i -> {
              if (i == 1) {
                await(first);
              } else if (i == 10) {
                allRead.countDown();
                return null;
              }
              return frame(i);
            });
    try (LiveLoop loop =
        LiveLoop.start(
            source,
            analyzer(1),
            (frame, found, latency) -> {
              seen.add(frame.index());
              first.countDown();
              await(allRead);
            })) {
      loop.await();
      assertThat(seen).containsExactly(0L, 9L);
      assertThat(loop.dropped()).isEqualTo(8);
    }
  }

  @Test
  void whatWasReadBeforeAFailureIsDelivered() {
    InferenceException failure = new InferenceException("the camera is gone");
    Source source =
        new Source(
            i -> {
              if (i > 0) {
                throw failure;
              }
              return frame(i);
            });
    LiveLoop loop = LiveLoop.start(source, analyzer(1), (f, found, l) -> seen.add(f.index()));
    assertThatThrownBy(loop::await).isSameAs(failure);
    assertThat(seen).containsExactly(0L);
    loop.close();
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
    LiveLoop loop = LiveLoop.start(source, analyzer(1), (f, found, l) -> seen.add(f.index()));
    loop.close();
    loop.close();
    loop.await();
    assertThat(seen).isEmpty();
  }

  @Test
  void theConsumerMayClose() throws Exception {
    AtomicReference<LiveLoop> self = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    LiveLoop loop =
        LiveLoop.start(
            new Source(LiveLoopTest::frame),
            analyzer(1),
            (f, found, l) -> {
              seen.add(f.index());
              await(started);
              self.get().close();
            });
    self.set(loop);
    started.countDown();
    loop.await();
    assertThat(seen).hasSize(1);
  }
}
