package io.github.deepfer.opencv.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is drawn stays in place; {@link OverlayTest} looks at the single picture. */
class VideoOverlayTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final Box FACE = new Box(240, 150, 160, 160);

  /** Boxes and labels are in the colour of another emotion. */
  private static final int BAR = EmotionColors.rgb(Emotion.SAD);

  private static final EmotionProbabilities SMOOTHED =
      EmotionProbabilities.of(
          List.of(Emotion.NEUTRAL, Emotion.SAD, Emotion.HAPPY), 0.25f, 0.7f, 0.05f);

  private final VideoOverlay overlay = new VideoOverlay();

  private enum Side {
    LEFT,
    RIGHT,
    NOWHERE
  }

  @Test
  void barsStayOnTheirSideWhileAFaceBesideThemTrembles() {
    int tooNear =
        IntStream.iterate(WIDTH - 61, x -> x - 1)
            .filter(x -> sideOf(alone(faceAndOneAt(x))) == Side.LEFT)
            .findFirst()
            .orElseThrow();
    List<Side> alone = new ArrayList<>();
    List<Side> steady = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      TrackedFrame frame = frame(40 * i, faceAndOneAt(i % 2 == 0 ? tooNear + 1 : tooNear));
      alone.add(sideOf(Overlay.draw(ground(), frame, "")));
      steady.add(sideOf(overlay.draw(ground(), frame, "")));
    }
    assertThat(alone).contains(Side.LEFT, Side.RIGHT);
    assertThat(steady).containsOnly(Side.RIGHT);
  }

  private static List<Box> faceAndOneAt(int x) {
    return List.of(FACE, new Box(x, FACE.y(), 60, 160));
  }

  @Test
  void barsThatLostTheirPlaceComeBackWhenThereHasBeenOneForASecond() {
    List<Box> crowd = List.of(FACE, new Box(60, 150, 160, 160), new Box(420, 150, 160, 160));
    assertThat(sideAt(0, List.of(FACE))).isEqualTo(Side.RIGHT);
    assertThat(sideAt(40, crowd)).isEqualTo(Side.NOWHERE);
    for (int millis = 80; millis < 1080; millis += 40) {
      assertThat(sideAt(millis, List.of(FACE))).as("at %d ms", millis).isEqualTo(Side.NOWHERE);
    }
    assertThat(sideAt(1080, List.of(FACE))).isEqualTo(Side.RIGHT);
  }

  @Test
  void lettersKeepTheirSizeWhileABoxTremblesAndGrowWithTheFace() {
    assertThat(labelHeight(alone(wide(149)))).isNotEqualTo(labelHeight(alone(wide(151))));
    int first = labelHeight(overlay.draw(ground(), frame(0, wide(149)), ""));
    assertThat(labelHeight(overlay.draw(ground(), frame(40, wide(151)), ""))).isEqualTo(first);
    assertThat(labelHeight(overlay.draw(ground(), frame(80, wide(190)), "")))
        .isEqualTo(labelHeight(alone(wide(190))));
  }

  private static List<Box> wide(int width) {
    return List.of(new Box(240, 150, width, 160));
  }

  private Side sideAt(int millis, List<Box> boxes) {
    return sideOf(overlay.draw(ground(), frame(millis, boxes), ""));
  }

  private static Image alone(List<Box> boxes) {
    return Overlay.draw(ground(), frame(0, boxes), "");
  }

  /** The first box is that of {@link #FACE}; the others show none of the colour of the bars. */
  private static TrackedFrame frame(int millis, List<Box> boxes) {
    List<TrackedFace> faces = new ArrayList<>();
    for (Box box : boxes) {
      EmotionProbabilities smoothed =
          faces.isEmpty() ? SMOOTHED : EmotionProbabilities.of(List.of(Emotion.NEUTRAL), 1f);
      Face face = new Face(faces.size() + 1, box, 0.9f, null, smoothed);
      faces.add(new TrackedFace(faces.size() + 1, face, smoothed, Emotion.NEUTRAL));
    }
    return new TrackedFrame(Duration.ofMillis(millis), faces, List.of());
  }

  private static Image ground() {
    byte[] pixels = new byte[WIDTH * HEIGHT * 3];
    Arrays.fill(pixels, (byte) 128);
    return Image.wrap(pixels, WIDTH, HEIGHT, PixelFormat.RGB);
  }

  private static Side sideOf(Image drawn) {
    int middle = FACE.x() + FACE.width() / 2;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        if (color(drawn, x, y) == BAR) {
          return x < middle ? Side.LEFT : Side.RIGHT;
        }
      }
    }
    return Side.NOWHERE;
  }

  /** Rows of the plate above the box, near its left end, where no letter is. */
  private static int labelHeight(Image drawn) {
    int color = EmotionColors.rgb(Emotion.NEUTRAL);
    return (int)
        IntStream.range(100, 145).filter(y -> color(drawn, FACE.x() + 1, y) == color).count();
  }

  private static int color(Image bgr, int x, int y) {
    ByteBuffer pixels = bgr.pixels();
    int at = y * bgr.stride() + 3 * x;
    return (pixels.get(at + 2) & 0xFF) << 16
        | (pixels.get(at + 1) & 0xFF) << 8
        | (pixels.get(at) & 0xFF);
  }
}
