package io.github.deepfer.api.video;

import static io.github.deepfer.api.video.Scripted.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.video.Located.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaceTrackerTest {
  private final FaceTracker tracker = new FaceTracker(2);

  private static DetectedFace face(int x, int y) {
    return new DetectedFace(new Box(x, y, 60, 60), 0.9f, null);
  }

  private static DetectedFace face(int x) {
    return face(x, 100);
  }

  private static List<Long> ids(Located located) {
    return located.sightings().stream().map(Sighting::track).toList();
  }

  @Test
  void landmarksMoveAlongWithTheBoxThatIsExpected() {
    for (int i = 0; i <= 2; i++) {
      tracker.update(List.of(withLandmarks(100 + 20 * i)), ms(40L * i));
    }
    Located expected = tracker.predict(640, 480, ms(120));
    assertThat(expected.faces()).containsExactly(withLandmarks(160));
  }

  private static DetectedFace withLandmarks(int x) {
    return new DetectedFace(
        new Box(x, 100, 60, 60),
        0.9f,
        new Landmarks(
            new Point(x + 15, 120),
            new Point(x + 45, 120),
            new Point(x + 30, 135),
            new Point(x + 18, 150),
            new Point(x + 42, 150)));
  }

  @Test
  void facesThatCrossKeepTheirIdentity() {
    for (int i = 0; i <= 40; i++) {
      int step = 10 * i;
      Located located = tracker.update(List.of(face(step), face(400 - step, 110)), ms(40L * i));
      assertThat(ids(located)).as("frame %s", i).containsExactly(1L, 2L);
    }
  }

  @Test
  void facesKeepTheirCourseWhereFramesAreDroppedDuringTheCrossing() {
    for (int i = 0; i <= 40; i++) {
      if (i < 17 || i > 23) {
        int step = 10 * i;
        Located located = tracker.update(List.of(face(step), face(400 - step)), ms(40L * i));
        assertThat(ids(located)).as("frame %s", i).containsExactly(1L, 2L);
      }
    }
  }

  /** One hides the other, and only one box is found while they pass. */
  @Test
  void aFaceHiddenByAnotherComesOutAsItself() {
    for (int i = 0; i <= 40; i++) {
      int step = 10 * i;
      boolean hidden = Math.abs(400 - 2 * step) < 60;
      List<DetectedFace> faces =
          hidden ? List.of(face(step)) : List.of(face(step), face(400 - step, 105));
      List<Long> expected = hidden ? List.of(1L) : List.of(1L, 2L);
      assertThat(ids(tracker.update(faces, ms(40L * i)))).as("frame %s", i).isEqualTo(expected);
    }
  }

  @Test
  void aFastFaceIsFollowedHoweverTheFrameRateVaries() {
    // 1500 pixels a second: between most of these frames its boxes do not overlap at all.
    Random random = new Random(5);
    long millis = 0;
    for (int i = 0; i < 60; i++) {
      int x = (int) (1.5 * millis);
      assertThat(ids(tracker.update(List.of(face(x)), ms(millis)))).containsExactly(1L);
      millis += i < 3 ? 20 : 10 + random.nextInt(110);
    }
  }

  @Test
  void aFaceLostForAMomentComesBackAsItself() {
    tracker.update(List.of(face(50)), ms(0));
    assertThat(tracker.update(List.of(), ms(500)).ended()).isEmpty();
    Located back = tracker.update(List.of(face(55)), ms(1000));
    assertThat(ids(back)).containsExactly(1L);
    assertThat(back.ended()).isEmpty();
  }

  /** Slide shows, and cameras that hang: the second of memory is of frames without the face. */
  @Test
  void aFaceOfTheFrameBeforeIsKnownHoweverLongAgoThatWas() {
    for (int i = 0; i < 5; i++) {
      Located located = tracker.update(List.of(face(50)), ms(5000L * i));
      assertThat(ids(located)).containsExactly(1L);
      assertThat(located.ended()).isEmpty();
    }
    assertThat(tracker.update(List.of(), ms(25_000)).ended()).isEmpty();
    assertThat(tracker.update(List.of(), ms(25_040)).ended())
        .containsExactly(new TrackEvent.Ended(1, ms(20_000)));
  }

  @Test
  void aFaceThatStoppedWhileUnseenIsFoundWhereItWas() {
    for (int i = 0; i < 5; i++) {
      tracker.update(List.of(face(30 * i)), ms(40L * i));
    }
    tracker.update(List.of(), ms(300));
    // Its course leads 225 pixels further.
    assertThat(ids(tracker.update(List.of(face(125)), ms(460)))).containsExactly(1L);
  }

  /** The second face's box overlaps most with where the first one is found. */
  @Test
  void facesArePairedForTheGreatestSumOfOverlaps() {
    tracker.update(List.of(face(0), face(30)), ms(0));
    assertThat(ids(tracker.update(List.of(face(20), face(65)), ms(40)))).containsExactly(1L, 2L);
  }

  /** Of 60 pixels, 25 are an IoU of 0.26 and 15 one of 0.14. */
  @Test
  void aFaceThatOverlapsLittleWithWhereAnotherWasIsAnotherOne() {
    tracker.update(List.of(face(0)), ms(0));
    assertThat(ids(tracker.update(List.of(face(35)), ms(40)))).containsExactly(1L);

    FaceTracker other = new FaceTracker(2);
    other.update(List.of(face(0)), ms(0));
    assertThat(ids(other.update(List.of(face(45)), ms(40)))).isEmpty();
    assertThat(ids(other.update(List.of(face(45)), ms(80)))).containsExactly(2L);
  }

  @Test
  void aFaceThatEntersWhereAnotherLeftIsAnotherOne() {
    tracker.update(List.of(face(50)), ms(0));
    tracker.update(List.of(), ms(500));
    Located later = tracker.update(List.of(face(50)), ms(1001));
    assertThat(later.ended()).containsExactly(new TrackEvent.Ended(1, ms(0)));
    assertThat(ids(later)).isEmpty();
    assertThat(ids(tracker.update(List.of(face(50)), ms(1040)))).containsExactly(2L);
  }

  @Test
  void aNumberIsNeverUsedAgain() {
    List<Long> seen = new ArrayList<>();
    for (int person = 0; person < 5; person++) {
      long start = 5000L * person;
      tracker.update(List.of(face(50)), ms(start));
      seen.addAll(ids(tracker.update(List.of(face(50)), ms(start + 40))));
      tracker.update(List.of(), ms(start + 80));
      tracker.update(List.of(), ms(start + 2000));
    }
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aFalseAlarmOfOneFrameIsNeverTold() {
    tracker.update(List.of(face(50)), ms(0));
    assertThat(ids(tracker.update(List.of(face(50), face(300)), ms(40)))).containsExactly(1L);
    assertThat(tracker.hasTentative()).isTrue();
    tracker.update(List.of(face(50)), ms(80));
    assertThat(tracker.hasTentative()).isFalse();
    // Again at the same place: it was forgotten, so this is a first hit too, and takes no number.
    assertThat(ids(tracker.update(List.of(face(50), face(300)), ms(120)))).containsExactly(1L);
    Located located = tracker.update(List.of(face(50), face(302)), ms(160));
    assertThat(ids(located)).containsExactly(1L, 2L);
    assertThat(located.sightings().get(1).since()).isEqualTo(ms(120));
    tracker.update(List.of(), ms(200));
    assertThat(tracker.update(List.of(), ms(5000)).ended())
        .extracting(TrackEvent.Ended::track)
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void aFaceIsBelievedAfterAsManyHitsInARowAsAsked() {
    FaceTracker careful = new FaceTracker(3);
    careful.update(List.of(), ms(0));
    List<Integer> told = new ArrayList<>();
    boolean[] found = {true, true, false, true, true, true, true};
    for (int i = 0; i < found.length; i++) {
      List<DetectedFace> faces = found[i] ? List.of(face(50)) : List.of();
      told.add(careful.update(faces, ms(40L * (i + 1))).sightings().size());
    }
    assertThat(told).containsExactly(0, 0, 0, 0, 0, 1, 1);

    FaceTracker trusting = new FaceTracker(1);
    trusting.update(List.of(), ms(0));
    assertThat(ids(trusting.update(List.of(face(50)), ms(40)))).containsExactly(1L);
  }

  @Test
  void aFalseAlarmBesideAFaceDoesNotTakeItsTrack() {
    for (int i = 0; i < 20; i++) {
      List<DetectedFace> faces =
          i % 3 == 1 ? List.of(face(80 + 5 * i), face(50 + 5 * i)) : List.of(face(50 + 5 * i));
      Located located = tracker.update(faces, ms(40L * i));
      assertThat(located.sightings())
          .singleElement()
          .satisfies(
              sighting -> {
                assertThat(sighting.track()).isEqualTo(1);
                assertThat(sighting.face())
                    .isEqualTo(face((int) (50 + located.time().toMillis() / 8)));
              });
    }
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
      List<DetectedFace> faces = new ArrayList<>();
      for (int k : order) {
        // Boxes overlap by half, and all move on by 10 pixels a frame.
        faces.add(face(k % 6 * 30 + 10 * i, k / 6 * 30));
      }
      Located located = tracker.update(faces, ms(40L * i));
      assertThat(ids(located)).isEqualTo(order.stream().map(k -> k + 1L).toList());
    }
  }

  @Test
  void expectedFacesStayInThePictureAndLeaveIt() {
    for (int i = 0; i < 4; i++) {
      tracker.update(List.of(face(10 - 10 * i)), ms(40L * i));
    }
    Located edge = tracker.predict(640, 480, ms(160));
    assertThat(edge.faces()).extracting(DetectedFace::box).containsExactly(new Box(0, 100, 30, 60));
    assertThat(ids(edge)).containsExactly(1L);
    Located gone = tracker.predict(640, 480, ms(400));
    assertThat(gone.sightings()).isEmpty();
    Duration forgotten = ms(160).plus(ms(1001));
    assertThat(tracker.predict(640, 480, forgotten).ended())
        .containsExactly(new TrackEvent.Ended(1, ms(160)));
  }

  @Test
  void timeThatGoesBackIsRefused() {
    tracker.update(List.of(), ms(10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.update(List.of(), ms(9)))
        .withMessageContaining("PT0.009S after PT0.01S");
  }
}
