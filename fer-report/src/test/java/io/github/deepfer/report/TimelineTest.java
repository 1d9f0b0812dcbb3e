package io.github.deepfer.report;

import static io.github.deepfer.report.Sightings.face;
import static io.github.deepfer.report.Sightings.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.report.Timeline.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final Timeline timeline = new Timeline();

  @Test
  void growsWithChangesAndNotWithFrames() {
    TrackedFace happy = face(1, Emotion.HAPPY);
    TrackedFace sad = face(1, Emotion.SAD);
    for (int i = 0; i < 1_000_000; i++) {
      timeline.add(frame(0.04 * i, i < 700_000 ? happy : sad));
    }
    assertThat(timeline.frames()).isEqualTo(1_000_000);
    assertThat(timeline.tracks().get(1L))
        .containsExactly(
            new Span(Emotion.HAPPY, 0, 28_000), new Span(Emotion.SAD, 28_000, 39_999.96));
  }

  @Test
  void aFaceThatIsAwayLeavesAGapWhereItWas() {
    for (int i = 0; i <= 50; i++) {
      // Away for 0.3 s, then for a second.
      boolean away = i > 5 && i < 9 || i > 20 && i < 31;
      timeline.add(away ? frame(0.1 * i) : frame(0.1 * i, face(1, Emotion.FEAR)));
    }
    assertThat(timeline.tracks().get(1L))
        .containsExactly(new Span(Emotion.FEAR, 0, 2), new Span(Emotion.FEAR, 3.1, 5));
  }

  @Test
  void framesMayBeSecondsApart() {
    for (int i = 0; i < 10; i++) {
      timeline.add(frame(5 * i, face(1, Emotion.ANGRY)));
    }
    assertThat(timeline.tracks().get(1L)).containsExactly(new Span(Emotion.ANGRY, 0, 45));
  }

  @Test
  void sharesAreOfTheTimeSeen() {
    List<Span> spans =
        List.of(
            new Span(Emotion.SAD, 0, 1),
            new Span(Emotion.HAPPY, 5, 8),
            new Span(Emotion.SAD, 8, 9));
    assertThat(Timeline.seen(spans)).isEqualTo(5);
    assertThat(Timeline.shares(spans))
        .containsExactly(Map.entry(Emotion.HAPPY, 0.6), Map.entry(Emotion.SAD, 0.4));
    assertThat(Timeline.shares(List.of(new Span(Emotion.FEAR, 3, 3))))
        .containsExactly(Map.entry(Emotion.FEAR, 1.0));
  }
}
