package io.github.deepfer.api.video;

import static io.github.deepfer.api.video.Scripted.frame;
import static io.github.deepfer.api.video.Scripted.happy;
import static io.github.deepfer.api.video.Scripted.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AnalyzedFramesTest {
  private static final int FRAMES = 200;

  private static final Face A_FACE = Face.of(1, face(5), happy(0.5));

  private final AtomicInteger read = new AtomicInteger();

  /** Faces that cross, are missed, come back and are false alarms. */
  private static List<DetectedFace> faces(Image image) {
    long now = millis(image) / 40;
    List<DetectedFace> faces = new ArrayList<>();
    if (now % 17 != 3) {
      faces.add(face((int) (2 * now)));
    }
    if (now > 30 && now % 40 < 35) {
      faces.add(face((int) (560 - 2 * now)));
    }
    if (now % 23 == 5) {
      faces.add(face(10));
    }
    return faces;
  }

  private static DetectedFace face(int x) {
    return new DetectedFace(new Box(x, 20, 40, 40), 0.9f, null);
  }

  private static Pipeline pipeline() {
    return Scripted.pipeline(
        AnalyzedFramesTest::faces,
        (image, crop) -> happy(0.5 + 0.4 * Math.sin(millis(image) / 300.0 + crop.x())));
  }

  private FrameSource source(int frames) {
    return new FrameSource() {
      @Override
      public @Nullable Frame next() {
        int index = read.getAndIncrement();
        if (index == frames) {
          throw new ImageException("the film is torn");
        }
        return index < FRAMES ? frame(index, 40L * index) : null;
      }

      @Override
      public void close() {
        throw new AssertionError("the source is the caller's");
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void severalThreadsFindWhatOneFinds(int detectEvery) {
    VideoAnalyzer one = VideoAnalyzer.builder(pipeline()).detectEvery(detectEvery).build();
    VideoAnalyzer several = VideoAnalyzer.builder(pipeline()).detectEvery(detectEvery).build();
    int taken = 0;
    try (AnalyzedFrames frames = several.analyze(source(-1), 3)) {
      while (frames.hasNext()) {
        AnalyzedFrame next = frames.next();
        Frame expected = frame(taken, 40L * taken);
        assertThat(next.frame().index()).isEqualTo(taken++);
        assertThat(next.found()).isEqualTo(one.analyze(expected.image(), expected.time()));
        assertThat(read.get() - taken).as("frames in memory").isLessThanOrEqualTo(2 * 3 + 4);
      }
    }
    assertThat(taken).isEqualTo(FRAMES);
  }

  /** Broken off after any frame, and gone on with by an analyzer that saw none before. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatWasFoundCanBeGoneThroughAgain(int detectEvery) {
    Pipeline pipeline = pipeline();
    VideoAnalyzer before = VideoAnalyzer.builder(pipeline).detectEvery(detectEvery).build();
    VideoAnalyzer again = VideoAnalyzer.builder(pipeline).detectEvery(detectEvery).build();
    boolean searchedAll = true;
    try (AnalyzedFrames frames = before.analyze(source(-1), 2)) {
      for (int i = 0; frames.hasNext(); i++) {
        AnalyzedFrame next = frames.next();
        Image image = next.frame().image();
        List<DetectedFace> detected = next.detected();
        List<Face> faces = next.found().faces().stream().map(TrackedFace::face).toList();
        searchedAll &= detected != null;
        TrackedFrame replayed =
            i < 130
                ? again.replay(next.frame().time(), image.width(), image.height(), detected, faces)
                : again.analyze(image, next.frame().time());
        assertThat(replayed).isEqualTo(next.found());
      }
    }
    assertThat(searchedAll).isEqualTo(detectEvery == 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> before.replay(Duration.ofHours(1), 640, 90, null, List.of()))
        .withMessageContaining("is searched");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> again.replay(Duration.ofHours(1), 640, 90, List.of(), List.of(A_FACE)))
        .withMessageContaining("not those that were found");
  }

  @Test
  void whatWasReadBeforeAFailureComesFirst() {
    int taken = 0;
    try (AnalyzedFrames frames =
        VideoAnalyzer.builder(pipeline()).build().analyze(source(120), 2)) {
      for (; taken < 120; taken++) {
        assertThat(frames.next().frame().index()).isEqualTo(taken);
      }
      assertThatThrownBy(frames::hasNext)
          .isInstanceOf(ImageException.class)
          .hasMessage("the film is torn");
    }
  }

  @Test
  void whatABackendThrowsComesAfterTheFramesBefore() {
    Pipeline pipeline =
        Scripted.pipeline(
            image -> {
              if (millis(image) == 40 * 50) {
                throw new IllegalStateException("a bug");
              }
              return faces(image);
            },
            (image, crop) -> happy(1));
    try (AnalyzedFrames frames = VideoAnalyzer.builder(pipeline).build().analyze(source(-1), 2)) {
      for (int i = 0; i < 50; i++) {
        frames.next();
      }
      assertThatThrownBy(frames::next).hasMessage("a bug");
    }
  }

  @Test
  void closingEndsTheThreadsInTheMiddleOfTheFilm() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    Pipeline pipeline =
        Scripted.pipeline(
            image -> {
              synchronized (threads) {
                threads.add(Thread.currentThread());
              }
              return faces(image);
            },
            (image, crop) -> happy(1));
    AnalyzedFrames frames = VideoAnalyzer.builder(pipeline).build().analyze(source(-1), 2);
    frames.next();
    frames.close();
    frames.close();
    // A pool that has ended may be a moment ahead of its threads.
    for (Thread thread : threads) {
      thread.join(60_000);
    }
    assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
    assertThat(frames.hasNext()).isFalse();
    pipeline.close();
  }

  @Test
  void withoutAThreadNothingWouldCome() {
    VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline()).build();
    assertThatIllegalArgumentException().isThrownBy(() -> analyzer.analyze(source(-1), 0));
  }
}
