package io.github.deepfer.report.chart;

import static io.github.deepfer.report.Sightings.face;
import static io.github.deepfer.report.Sightings.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.report.Timeline;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What is drawn shows by its colours. */
class TimelineChartTest {
  /** Where the bars are, between the names and the right edge. */
  private static final int LEFT = 120;

  private static final int RIGHT = 1160;

  private final Timeline timeline = new Timeline();

  private BufferedImage draw() {
    return draw(timeline, "video.mp4");
  }

  private static BufferedImage draw(Timeline timeline, String video) {
    try {
      return ImageIO.read(new ByteArrayInputStream(TimelineChart.png(timeline, video)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The colours along the middle of the bars of a row, each with the columns that show it. */
  private static List<String> runs(BufferedImage chart, int row) {
    List<String> runs = new ArrayList<>();
    Emotion before = null;
    int from = LEFT;
    // Above the emotions' names.
    int y = 140 + 52 * row + 12;
    for (int x = LEFT; x <= RIGHT; x++) {
      Emotion emotion = x == RIGHT ? null : at(chart, x, y);
      if (emotion != before || x == RIGHT) {
        if (before != null) {
          runs.add(before.label() + " " + (x - from));
        }
        before = emotion;
        from = x;
      }
    }
    return runs;
  }

  private static Emotion at(BufferedImage chart, int x, int y) {
    int color = chart.getRGB(x, y) & 0xFFFFFF;
    return Arrays.stream(Emotion.values())
        .filter(emotion -> EmotionColors.rgb(emotion) == color)
        .findFirst()
        .orElse(null);
  }

  @Test
  void barsAreAsLongAsTheEmotionsWereShown() {
    for (int i = 0; i <= 104; i++) {
      TrackedFace first = face(1, i < 52 ? Emotion.HAPPY : Emotion.SAD);
      timeline.add(i > 26 ? frame(0.1 * i, first, face(7, Emotion.FEAR)) : frame(0.1 * i, first));
    }
    BufferedImage chart = draw();
    assertThat(runs(chart, 0)).containsExactly("happy 520", "sad 520");
    assertThat(runs(chart, 1)).containsExactly("fear 770");
  }

  @Test
  void aFaceOfOneFrameIsSeenEvenAtTheEnd() {
    for (int i = 0; i < 10_000; i++) {
      timeline.add(
          i == 5000
              ? frame(i, face(1, Emotion.ANGRY))
              : i == 9999 ? frame(i, face(2, Emotion.DISGUST)) : frame(i));
    }
    BufferedImage chart = draw();
    assertThat(runs(chart, 0)).containsExactly("angry 3");
    assertThat(runs(chart, 1)).containsExactly("disgust 3");
  }

  /** Of an hour that flickers the colour of most of the time remains, not of what came last. */
  @Test
  void aColumnShowsWhatWasShownLongest() {
    for (int i = 0; i < 36_000; i++) {
      timeline.add(frame(0.1 * i, face(1, i % 10 < 7 ? Emotion.NEUTRAL : Emotion.SURPRISE)));
    }
    assertThat(runs(draw(), 0)).containsExactly("neutral 1040");
  }

  @Test
  void aVideoWithoutFacesAndOneWithoutLengthAreDrawn() {
    assertThat(runs(draw(), 0)).isEmpty();
    timeline.add(frame(0, face(1, Emotion.HAPPY)));
    assertThat(runs(draw(), 0)).containsExactly("happy 3");
  }

  @Test
  void ofManyFacesThoseSeenLongestAreShown() {
    for (int i = 0; i <= 1040; i++) {
      int time = i;
      timeline.add(
          frame(
              i,
              IntStream.range(0, 60)
                  .filter(id -> id % 2 == 0 ? time < 10 + id : time > 500)
                  .mapToObj(id -> face(1 + id, id % 2 == 0 ? Emotion.SAD : Emotion.HAPPY))
                  .toArray(TrackedFace[]::new)));
    }
    BufferedImage chart = draw();
    for (int row = 0; row < 20; row++) {
      assertThat(runs(chart, row)).as("row %s", row).containsExactly("happy 539");
    }
    assertThat(chart.getHeight()).isLessThan(1400);
  }

  @Test
  void veryLongVideosHaveFewTicks() {
    for (double seconds : new double[] {0.04, 1, 59, 61, 3599, 3601, 90_000, 1e7, 3e9}) {
      Timeline each = new Timeline();
      each.add(frame(0));
      each.add(frame(seconds));
      assertThat(draw(each, "x".repeat(300)).getWidth()).isEqualTo(1200);
    }
  }
}
