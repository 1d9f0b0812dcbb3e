package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A sound detector passes the contract, and each broken one fails just where it is broken. */
class FaceDetectorContractTest {
  private static void assertFails(Class<?> contract, String... methods) {
    assertThat(Contracts.failures(contract)).as(contract.getSimpleName()).containsOnlyKeys(methods);
  }

  @Test
  void soundDetectorPasses() {
    assertThat(Contracts.failures(Sound.class)).isEmpty();
  }

  static class Sound extends FaceDetectorContract {
    @Override
    protected FaceDetector open() {
      return new FakeDetector();
    }
  }

  /** A detector that spoils what the sound one found. */
  abstract static class Spoiling extends FaceDetectorContract {
    abstract List<DetectedFace> spoil(Image image, List<DetectedFace> sound);

    @Override
    protected FaceDetector open() {
      return new FakeDetector() {
        @Override
        List<DetectedFace> find(Image image) {
          return spoil(image, super.find(image));
        }
      };
    }
  }

  private static DetectedFace face(Box box, float score) {
    return new DetectedFace(box, score, FakeDetector.landmarks(box));
  }

  @Test
  void missedFace() {
    assertFails(MissesOne.class, "findsEachKnownFaceOnceAndNothingElse");
  }

  static class MissesOne extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      return image.width() == 1920 ? sound.subList(1, sound.size()) : sound;
    }
  }

  @Test
  void faceFoundTwice() {
    assertFails(FindsOneTwice.class, "findsEachKnownFaceOnceAndNothingElse");
  }

  static class FindsOneTwice extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      if (image.width() != 1920) {
        return sound;
      }
      List<DetectedFace> twice = new ArrayList<>(sound);
      twice.add(face(sound.get(0).box(), 0));
      return twice;
    }
  }

  @Test
  void boxThatIsOff() {
    assertFails(IsOff.class, "findsEachKnownFaceOnceAndNothingElse");
  }

  static class IsOff extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      if (image.width() != 1920) {
        return sound;
      }
      return sound.stream()
          .map(
              found -> {
                Box box = found.box();
                int shift = box.width() * 2 / 5;
                return face(
                    new Box(box.x() + shift, box.y(), box.width(), box.height()), found.score());
              })
          .toList();
    }
  }

  @Test
  void scoreThatChangesWithEveryPixel() {
    assertFails(Wavers.class, "aShiftByOnePixelMovesFacesByOnePixel");
  }

  static class Wavers extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      if (image.width() != 1919) {
        return sound;
      }
      return sound.stream()
          .map(found -> face(found.box(), found.score() - found.box().x() % 2 * 0.2f))
          .toList();
    }
  }

  @Test
  void boxThatStaysWhereItWas() {
    assertFails(LagsBehind.class, "aShiftByOnePixelMovesFacesByOnePixel");
  }

  /** Snaps to a grid of half a face. */
  static class LagsBehind extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      if (image.width() != 1919) {
        return sound;
      }
      return sound.stream()
          .map(
              found -> {
                Box box = found.box();
                int jump = box.x() % 2 * box.width() / 2;
                return face(
                    new Box(Math.max(0, box.x() - jump), box.y(), box.width(), box.height()),
                    found.score());
              })
          .toList();
    }
  }

  @Test
  void wrongFraming() {
    assertFails(FramesTooWide.class, "findsEachKnownFaceOnceAndNothingElse");
  }

  static class FramesTooWide extends FaceDetectorContract {
    @Override
    protected FaceDetector open() {
      return new FakeDetector() {
        @Override
        public Framing framing() {
          return new Framing(1.5f, 0, 0);
        }
      };
    }
  }

  @Test
  void faceInALandscape() {
    assertFails(SeesGhosts.class, "findsNobodyWhereNobodyIs");
  }

  static class SeesGhosts extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      boolean nobody = image.pixels().equals(Scenes.nobody().pixels());
      return nobody ? List.of(face(new Box(10, 10, 90, 90), 0.5f)) : sound;
    }
  }

  @Test
  void faceOnABlankPicture() {
    assertFails(SeesFacesInFog.class, "findsNothingOnBlankPictures");
  }

  static class SeesFacesInFog extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      ByteBuffer pixels = image.pixels();
      while (pixels.hasRemaining()) {
        if (pixels.get() != pixels.get(0)) {
          return sound;
        }
      }
      return List.of(face(new Box(0, 0, 1, 1), 0.5f));
    }
  }

  @Test
  void failureOnOnePixel() {
    assertFails(NeedsTwoPixels.class, "takesPicturesFromOnePixelOn");
  }

  static class NeedsTwoPixels extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      if (image.width() == 1) {
        throw new IndexOutOfBoundsException("1");
      }
      return sound;
    }
  }

  @Test
  void ignoredStride() {
    assertFails(IgnoresStride.class, "strideOffsetAndKindOfBufferChangeNothing");
  }

  static class IgnoresStride extends FaceDetectorContract {
    @Override
    protected FaceDetector open() {
      return new FakeDetector() {
        @Override
        int rowBytes(Image image) {
          return image.width() * image.format().bytesPerPixel();
        }
      };
    }
  }

  @Test
  void ignoredFormat() {
    assertFails(IgnoresFormat.class, "pixelFormatChangesNothing");
  }

  static class IgnoresFormat extends FaceDetectorContract {
    @Override
    protected FaceDetector open() {
      return new FakeDetector() {
        @Override
        int red(Image image) {
          return 0;
        }
      };
    }
  }

  @Test
  void blindToPortraits() {
    assertFails(WantsLandscape.class, "takesPortraitPictures");
  }

  static class WantsLandscape extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      return image.height() > image.width() * 3 / 2 ? List.of() : sound;
    }
  }

  @Test
  void blindToLargePictures() {
    assertFails(WantsSmall.class, "findsTheFacesOfVeryLargePictures");
  }

  static class WantsSmall extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      return image.width() > 4000 ? List.of() : sound;
    }
  }

  @Test
  void boxOutsideThePicture() {
    assertFails(LeavesTheFrame.class, "boxesOfFacesAtTheEdgeStayInside");
  }

  static class LeavesTheFrame extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      boolean cut = image.width() == image.height() && image.width() > 50;
      return cut ? List.of(face(new Box(1, 1, image.width(), image.height()), 0.5f)) : sound;
    }
  }

  @Test
  void unsortedFaces() {
    assertFails(DoesNotSort.class, "ordersByScoreThenFromTheTopLeft");
  }

  static class DoesNotSort extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      List<DetectedFace> reversed = new ArrayList<>(sound);
      Collections.reverse(reversed);
      return reversed;
    }
  }

  @Test
  void equalScoresInAnyOrder() {
    assertFails(DoesNotBreakTies.class, "ordersByScoreThenFromTheTopLeft");
  }

  static class DoesNotBreakTies extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      List<DetectedFace> equals =
          new ArrayList<>(sound.stream().map(found -> face(found.box(), 0.5f)).toList());
      Collections.reverse(equals);
      return equals;
    }
  }

  @Test
  void driftingResults() {
    assertFails(Drifts.class, "twoCallsAgree", "eightThreadsAgreeWithOne");
  }

  static class Drifts extends Spoiling {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      if (image.width() != 1920) {
        return sound;
      }
      float drift = calls.incrementAndGet() / 1e5f;
      return sound.stream().map(found -> face(found.box(), found.score() - drift)).toList();
    }
  }

  @Test
  void sharedState() {
    assertFails(SharesState.class, "eightThreadsAgreeWithOne");
  }

  /** Right for as many callers as the close test has, wrong for more. */
  static class SharesState extends FaceDetectorContract {
    @Override
    protected FaceDetector open() {
      AtomicInteger running = new AtomicInteger();
      return new FakeDetector() {
        @Override
        List<DetectedFace> find(Image image) {
          running.incrementAndGet();
          try {
            List<DetectedFace> sound = super.find(image);
            return running.get() > 4 ? List.of() : sound;
          } finally {
            running.decrementAndGet();
          }
        }
      };
    }
  }

  @Test
  void noLandmarksThoughClaimed() {
    assertFails(ForgetsLandmarks.class, "givesLandmarksOnEveryFaceOrNone");
  }

  static class ForgetsLandmarks extends Spoiling {
    @Override
    List<DetectedFace> spoil(Image image, List<DetectedFace> sound) {
      return sound.stream()
          .map(found -> new DetectedFace(found.box(), found.score(), null))
          .toList();
    }
  }

  @Test
  void landmarksThoughDenied() {
    assertFails(DeniesLandmarks.class, "givesLandmarksOnEveryFaceOrNone");
  }

  static class DeniesLandmarks extends Sound {
    @Override
    protected boolean givesLandmarks() {
      return false;
    }
  }

  @Test
  void namelessBackend() {
    assertFails(SaysNothing.class, "saysWhatRuns");
  }

  static class SaysNothing extends FaceDetectorContract {
    @Override
    protected FaceDetector open() {
      return new FakeDetector() {
        @Override
        public BackendInfo info() {
          return BackendInfo.builder("fake").build();
        }
      };
    }
  }

  @Test
  void closeThatDoesNotWait() {
    assertFails(DoesNotWait.class, "closeWaitsForRunningCalls");
  }

  static class DoesNotWait extends FaceDetectorContract {
    @Override
    protected FaceDetector open() {
      return new FakeDetector() {
        private volatile boolean closed;

        @Override
        public List<DetectedFace> detect(Image image) {
          if (closed) {
            throw new IllegalStateException("closed");
          }
          List<DetectedFace> found = find(image);
          if (closed) {
            throw new NullPointerException("session was freed during the call");
          }
          return found;
        }

        @Override
        public void close() {
          closed = true;
        }
      };
    }
  }

  @Test
  void closeThatFailsTheSecondTime() {
    assertFails(
        ClosesOnce.class, "closesTwice", "closeWaitsForRunningCalls", "refusesUseAfterClose");
  }

  static class ClosesOnce extends FaceDetectorContract {
    @Override
    protected FaceDetector open() {
      AtomicInteger closes = new AtomicInteger();
      return new FakeDetector() {
        @Override
        public void close() {
          if (closes.incrementAndGet() > 1) {
            throw new IllegalStateException("freed twice");
          }
          super.close();
        }
      };
    }
  }

  @Test
  void useAfterClose() {
    assertFails(NeverCloses.class, "closeWaitsForRunningCalls", "refusesUseAfterClose");
  }

  static class NeverCloses extends FaceDetectorContract {
    @Override
    protected FaceDetector open() {
      return new FakeDetector() {
        @Override
        public void close() {}
      };
    }
  }
}
