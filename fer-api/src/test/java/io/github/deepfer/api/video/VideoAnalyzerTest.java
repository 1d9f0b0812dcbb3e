package io.github.deepfer.api.video;

import static io.github.deepfer.api.video.Scripted.happy;
import static io.github.deepfer.api.video.Scripted.image;
import static io.github.deepfer.api.video.Scripted.millis;
import static io.github.deepfer.api.video.Scripted.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PixelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VideoAnalyzerTest {
  private static final double PERIOD_MILLIS = 4000;

  private final List<Long> searched = new ArrayList<>();
  private final List<Float> classifiedAt = new ArrayList<>();

  /** One face, 125 pixels a second to the right, whose happiness swings around a half. */
  private Pipeline oneFace() {
    return Scripted.pipeline(
        image -> {
          searched.add(millis(image));
          return List.of(face((int) (millis(image) / 8)));
        },
        (image, crop) -> {
          classifiedAt.add(crop.x());
          return happy(0.5 + 0.4 * Math.sin(2 * Math.PI * millis(image) / PERIOD_MILLIS));
        });
  }

  private static DetectedFace face(int x) {
    return new DetectedFace(new Box(x, 20, 40, 40), 0.9f, null);
  }

  private static TrackedFrame analyze(VideoAnalyzer analyzer, long millis) {
    return analyzer.analyze(image(millis), ms(millis));
  }

  @Test
  void facesAreLookedForOnEveryNthFrameAndExpectedBetween() {
    VideoAnalyzer analyzer = VideoAnalyzer.builder(oneFace()).detectEvery(3).build();
    for (int i = 0; i < 9; i++) {
      TrackedFrame frame = analyze(analyzer, 40L * i);
      assertThat(frame.faces()).extracting(TrackedFace::track).containsExactly(1L);
    }
    assertThat(searched).containsExactly(0L, 120L, 240L);
    // Without a second look the course is not known yet; from then on it is right to the pixel.
    assertThat(classifiedAt).containsExactly(0f, 0f, 0f, 15f, 20f, 25f, 30f, 35f, 40f);
  }

  @Test
  void aFaceThatIsNewIsLookedForAgainAtOnce() {
    Pipeline pipeline =
        Scripted.pipeline(
            image -> {
              searched.add(millis(image));
              return millis(image) >= 200 ? List.of(face(100)) : List.of();
            },
            (image, crop) -> happy(1));
    VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).detectEvery(5).build();
    List<TrackEvent> events = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      events.addAll(analyze(analyzer, 40L * i).events());
    }
    assertThat(searched).containsExactly(0L, 200L, 240L, 440L);
    assertThat(events).containsExactly(new TrackEvent.Started(1, ms(200)));
  }

  @Test
  void aFalseAlarmIsNeitherToldNorClassified() {
    Pipeline pipeline =
        Scripted.pipeline(
            image -> millis(image) == 120 ? List.of(face(100)) : List.of(),
            (image, crop) -> {
              throw new AssertionError("a face that is not believed was classified");
            });
    VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).build();
    for (int i = 0; i < 60; i++) {
      TrackedFrame frame = analyze(analyzer, 40L * i);
      assertThat(frame.faces()).isEmpty();
      assertThat(frame.events()).isEmpty();
    }
  }

  @Test
  void aFaceTellsItsWholeStory() {
    Pipeline pipeline =
        Scripted.pipeline(
            image -> millis(image) >= 400 && millis(image) < 2000 ? List.of(face(100)) : List.of(),
            (image, crop) -> happy(millis(image) < 1000 ? 1 : 0));
    VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).build();
    List<TrackEvent> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      events.addAll(analyze(analyzer, 40L * i).events());
    }
    assertThat(events).hasSize(3);
    assertThat(events.get(0)).isEqualTo(new TrackEvent.Started(1, ms(400)));
    assertThat(events.get(1))
        .isInstanceOfSatisfying(
            TrackEvent.EmotionChanged.class,
            changed -> {
              assertThat(changed.from()).isEqualTo(Emotion.HAPPY);
              assertThat(changed.to()).isEqualTo(Emotion.SAD);
              assertThat(changed.time()).isBetween(ms(1000), ms(1500));
            });
    assertThat(events.get(2)).isEqualTo(new TrackEvent.Ended(1, ms(1960)));
  }

  /** The truth is the response of a first-order low-pass filter to a sine. */
  @Test
  void theSameFilmIsSmoothedAlikeAtTenAndThirtyFrames() {
    Map<Long, Float> slow = smoothed(10);
    Map<Long, Float> fast = smoothed(30);
    double turn = 2 * Math.PI / PERIOD_MILLIS * 300;
    for (long t = 2000; t <= 8000; t += 100) {
      double expected =
          0.5
              + 0.4
                  / Math.sqrt(1 + turn * turn)
                  * Math.sin(2 * Math.PI * t / PERIOD_MILLIS - Math.atan(turn));
      assertThat(slow.get(t)).as("10 fps, %s ms", t).isCloseTo((float) expected, within(0.035f));
      assertThat(fast.get(t)).as("30 fps, %s ms", t).isCloseTo((float) expected, within(0.035f));
      assertThat(slow.get(t)).as("%s ms", t).isCloseTo(fast.get(t), within(0.03f));
    }
  }

  private Map<Long, Float> smoothed(int framesPerSecond) {
    VideoAnalyzer analyzer = VideoAnalyzer.builder(oneFace()).smoothing(ms(300)).build();
    Map<Long, Float> curve = new TreeMap<>();
    for (int i = 0; i <= 8 * framesPerSecond; i++) {
      long millis = Math.round(1000.0 * i / framesPerSecond);
      TrackedFrame frame = analyze(analyzer, millis);
      curve.put(millis, frame.faces().get(0).smoothed().get(Emotion.HAPPY));
    }
    return curve;
  }

  @Test
  void aFrameOfAnotherSizeIsSearched() {
    List<Image> seen = new ArrayList<>();
    Pipeline pipeline =
        Scripted.pipeline(
            image -> {
              seen.add(image);
              return List.of();
            },
            (image, crop) -> happy(1));
    VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).detectEvery(100).build();
    analyze(analyzer, 0);
    analyze(analyzer, 40);
    analyzer.analyze(Image.wrap(new byte[2500], 50, 50, PixelFormat.GRAY), ms(80));
    assertThat(seen).extracting(Image::width).containsExactly(640, 50);
  }

  @Test
  void nothingWorksOnAClosedPipelineAndBadOptionsAreRefused() {
    Pipeline pipeline = oneFace();
    VideoAnalyzer.Builder builder = VideoAnalyzer.builder(pipeline);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.detectEvery(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.minHits(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.smoothing(ms(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.labelHold(ms(-1)));
    VideoAnalyzer analyzer = builder.build();
    pipeline.close();
    assertThatIllegalStateException().isThrownBy(() -> analyze(analyzer, 0));
  }
}
