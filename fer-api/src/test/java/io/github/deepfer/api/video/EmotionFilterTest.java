package io.github.deepfer.api.video;

import static io.github.deepfer.api.video.Scripted.happy;
import static io.github.deepfer.api.video.Scripted.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.video.Located.Sighting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmotionFilterTest {
  private static final DetectedFace FACE = new DetectedFace(new Box(50, 100, 60, 60), 0.9f, null);

  private final EmotionFilter filter = new EmotionFilter(ms(300), ms(0));

  private static TrackedFrame show(EmotionFilter filter, long millis, EmotionProbabilities raw) {
    return show(filter, millis, 1, raw);
  }

  private static TrackedFrame show(
      EmotionFilter filter, long millis, long id, EmotionProbabilities raw) {
    Located located =
        new Located(ms(millis), null, List.of(new Sighting(id, ms(millis), FACE)), List.of());
    return filter.update(located, List.of(new Face(1, FACE.box(), FACE.score(), null, raw)));
  }

  private static float smoothedHappy(TrackedFrame frame) {
    return frame.faces().get(0).smoothed().get(Emotion.HAPPY);
  }

  @Test
  void aStepIsFollowedByTheExponentialOfTheTimeWhateverTheFrames() {
    EmotionFilter fine = new EmotionFilter(ms(300), ms(0));
    show(fine, 0, happy(0));
    show(filter, 0, happy(0));
    TrackedFrame many = show(fine, 7, happy(1));
    for (int t : new int[] {20, 100, 130, 300}) {
      many = show(fine, t, happy(1));
    }
    TrackedFrame once = show(filter, 300, happy(1));
    float expected = (float) (1 - Math.exp(-1));
    assertThat(smoothedHappy(many)).isEqualTo(expected, within(1e-6f));
    assertThat(smoothedHappy(once)).isEqualTo(expected, within(1e-6f));
  }

  @Test
  void noSmoothingGivesTheFramesOwnProbabilities() {
    EmotionFilter raw = new EmotionFilter(ms(0), ms(0));
    for (int i = 0; i < 10; i++) {
      assertThat(smoothedHappy(show(raw, i, happy(i / 10.0)))).isEqualTo(i / 10f);
    }
  }

  @Test
  void tracksDoNotMix() {
    show(filter, 0, 1, happy(0));
    show(filter, 40, 2, happy(1));
    assertThat(smoothedHappy(show(filter, 80, 1, happy(0)))).isZero();
    assertThat(smoothedHappy(show(filter, 120, 2, happy(1)))).isEqualTo(1);
  }

  @Test
  void aLabelDoesNotFlickerAndChangesOnce() {
    List<TrackEvent> events = new ArrayList<>();
    EmotionFilter unsmoothed = new EmotionFilter(ms(0), ms(0));
    for (int i = 0; i < 100; i++) {
      events.addAll(show(unsmoothed, 40L * i, happy(i % 2 == 0 ? 0.54 : 0.46)).events());
    }
    assertThat(events).containsExactly(new TrackEvent.Started(1, ms(0)));
    events.clear();
    for (int i = 100; i < 200; i++) {
      events.addAll(show(unsmoothed, 40L * i, happy(0)).events());
    }
    assertThat(events)
        .containsExactly(new TrackEvent.EmotionChanged(1, ms(4000), Emotion.HAPPY, Emotion.SAD));
  }

  @Test
  void aLabelChangesOnceAnotherEmotionStayedAheadForTheHold() {
    EmotionFilter holding = new EmotionFilter(ms(0), ms(100));
    List<TrackEvent> events = new ArrayList<>();
    double[] happy = {1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    for (int i = 0; i < happy.length; i++) {
      events.addAll(show(holding, 40L * i, happy(happy[i])).events());
    }
    // Sad leads from 40 ms for less than the hold, and again from 160 ms; 280 ms is the first frame
    // by which it has lasted.
    assertThat(events)
        .containsExactly(
            new TrackEvent.Started(1, ms(0)),
            new TrackEvent.EmotionChanged(1, ms(280), Emotion.HAPPY, Emotion.SAD));
  }

  @Test
  void anEmotionThatIsOnlyPassedThroughIsNotTold() {
    EmotionFilter holding = new EmotionFilter(ms(0), ms(100));
    List<Emotion> labels = List.of(Emotion.HAPPY, Emotion.NEUTRAL, Emotion.SAD);
    List<TrackEvent> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      float[] values = i < 3 ? new float[] {1, 0, 0} : i < 5 ? new float[] {0, 1, 0} : null;
      EmotionProbabilities raw =
          values == null
              ? EmotionProbabilities.of(labels, 0, 0, 1)
              : EmotionProbabilities.of(labels, values);
      events.addAll(show(holding, 40L * i, raw).events());
    }
    assertThat(events)
        .containsExactly(
            new TrackEvent.Started(1, ms(0)),
            new TrackEvent.EmotionChanged(1, ms(320), Emotion.HAPPY, Emotion.SAD));
  }

  @Test
  void aTrackThatEndedIsForgotten() {
    show(filter, 0, 1, happy(1));
    TrackEvent.Ended ended = new TrackEvent.Ended(1, ms(0));
    TrackedFrame frame =
        filter.update(new Located(ms(40), null, List.of(), List.of(ended)), List.of());
    assertThat(frame.events()).containsExactly(ended);
    assertThat(show(filter, 80, 1, happy(0)).events())
        .containsExactly(new TrackEvent.Started(1, ms(80)));
  }
}
