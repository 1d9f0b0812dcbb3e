package io.github.deepfer.api.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaceTrackerTest {
  private final FaceTracker tracker = new FaceTracker(Duration.ofMillis(300));

  private static Face face(int x, int y, float happy) {
    return new Face(
        new Box(x, y, 60, 60),
        0.9f,
        null,
        EmotionProbabilities.of(List.of(Emotion.HAPPY, Emotion.SAD), happy, 1 - happy));
  }

  private static Face face(int x) {
    return face(x, 100, 1);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static List<Long> ids(TrackedFrame frame) {
    return frame.faces().stream().map(TrackedFace::id).toList();
  }

  @Test
  void facesThatCrossKeepTheirIdentity() {
    for (int i = 0; i <= 40; i++) {
      int step = 10 * i;
      TrackedFrame frame =
          tracker.update(List.of(face(step, 100, 1), face(400 - step, 110, 0)), ms(40L * i));
      assertThat(ids(frame)).as("frame %s", i).containsExactly(1L, 2L);
    }
  }

  @Test
  void facesKeepTheirCourseWhereFramesAreDroppedDuringTheCrossing() {
    for (int i = 0; i <= 40; i++) {
      if (i < 17 || i > 23) {
        int step = 10 * i;
        TrackedFrame frame = tracker.update(List.of(face(step), face(400 - step)), ms(40L * i));
        assertThat(ids(frame)).as("frame %s", i).containsExactly(1L, 2L);
      }
    }
  }

  @Test
  void aFaceLostForAMomentComesBackAsItself() {
    tracker.update(List.of(face(50)), ms(0));
    assertThat(tracker.update(List.of(), ms(500)).events()).isEmpty();
    TrackedFrame back = tracker.update(List.of(face(55)), ms(1000));
    assertThat(ids(back)).containsExactly(1L);
    assertThat(back.events()).isEmpty();
  }

  @Test
  void aFaceThatEntersWhereAnotherLeftIsAnotherOne() {
    tracker.update(List.of(face(50)), ms(0));
    tracker.update(List.of(), ms(500));
    TrackedFrame later = tracker.update(List.of(face(50)), ms(1001));
    assertThat(later.events())
        .containsExactly(new TrackEvent.Ended(1, ms(0)), new TrackEvent.Started(2, ms(1001)));
  }

  @Test
  void thirtyFacesInAnyOrderKeepTheirIdentity() {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      List<Integer> order = new ArrayList<>();
      for (int k = 0; k < 30; k++) {
        order.add(k);
      }
      if (i > 0) {
        Collections.shuffle(order, random);
      }
      List<Face> faces = new ArrayList<>();
      for (int k : order) {
        // Boxes overlap by half, and all move on by 10 pixels a frame.
        faces.add(face(k % 6 * 30 + 10 * i, k / 6 * 30, 1));
      }
      TrackedFrame frame = tracker.update(faces, ms(40L * i));
      assertThat(ids(frame)).isEqualTo(order.stream().map(k -> k + 1L).toList());
    }
  }

  @Test
  void smoothingFollowsTimeWhateverTheFrameRate() {
    FaceTracker fine = new FaceTracker(ms(300));
    fine.update(List.of(face(50, 100, 0)), ms(0));
    tracker.update(List.of(face(50, 100, 0)), ms(0));
    TrackedFrame many = fine.update(List.of(face(50)), ms(7));
    for (int t : new int[] {20, 100, 130, 300}) {
      many = fine.update(List.of(face(50)), ms(t));
    }
    TrackedFrame once = tracker.update(List.of(face(50)), ms(300));
    float expected = (float) (1 - Math.exp(-1));
    assertThat(many.faces().get(0).smoothed().get(Emotion.HAPPY))
        .isEqualTo(expected, within(1e-6f));
    assertThat(once.faces().get(0).smoothed().get(Emotion.HAPPY))
        .isEqualTo(expected, within(1e-6f));
  }

  @Test
  void aLabelDoesNotFlickerAndChangesOnce() {
    List<TrackEvent> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      float happy = i % 2 == 0 ? 0.54f : 0.46f;
      events.addAll(
          new ArrayList<>(tracker.update(List.of(face(50, 100, happy)), ms(40L * i)).events()));
    }
    assertThat(events).containsExactly(new TrackEvent.Started(1, ms(0)));
    events.clear();
    for (int i = 100; i < 200; i++) {
      events.addAll(tracker.update(List.of(face(50, 100, 0)), ms(40L * i)).events());
    }
    assertThat(events).singleElement().isInstanceOf(TrackEvent.EmotionChanged.class);
  }

  @Test
  void timeThatGoesBackIsRefused() {
    tracker.update(List.of(), ms(10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.update(List.of(), ms(9)))
        .withMessageContaining("PT0.009S after PT0.01S");
  }

  /** Against every permutation. */
  @Test
  void theAssignmentIsTheBestThereIs() {
    Random random = new Random(3);
    for (int run = 0; run < 300; run++) {
      int rows = random.nextInt(6);
      int columns = random.nextInt(6);
      double[][] gain = new double[rows][columns];
      for (double[] row : gain) {
        for (int j = 0; j < columns; j++) {
          row[j] = Math.max(0, random.nextDouble() - 0.3);
        }
      }
      int[] best = Assignment.best(gain, columns);
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += best[i] < 0 ? 0 : gain[i][best[i]];
      }
      assertThat(Arrays.stream(best).filter(j -> j >= 0)).doesNotHaveDuplicates();
      assertThat(sum).isEqualTo(greatest(gain, 0, new boolean[columns]), within(1e-9));
    }
  }

  private static double greatest(double[][] gain, int row, boolean[] taken) {
    if (row == gain.length) {
      return 0;
    }
    double best = greatest(gain, row + 1, taken);
    for (int j = 0; j < taken.length; j++) {
      if (!taken[j]) {
        taken[j] = true;
        best = Math.max(best, gain[row][j] + greatest(gain, row + 1, taken));
        taken[j] = false;
      }
    }
    return best;
  }
}
