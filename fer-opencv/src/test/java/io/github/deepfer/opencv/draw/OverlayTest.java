package io.github.deepfer.opencv.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.opencv.mat.Mats;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OverlayTest {
  private static final Box FACE = new Box(200, 150, 120, 120);

  @ParameterizedTest
  @EnumSource(Emotion.class)
  void drawsTheBoxInTheEmotionsColour(Emotion emotion) {
    for (int ground : new int[] {0, 255}) {
      Image drawn = draw(filled(640, 480, PixelFormat.RGB, ground), face(FACE, emotion, 0.9f));
      int middle = FACE.y() + FACE.height() / 2;
      assertThat(color(drawn, FACE.x(), middle))
          .as("left side")
          .isEqualTo(EmotionColors.rgb(emotion));
      assertThat(color(drawn, FACE.x() + FACE.width() / 2, middle))
          .as("the face itself")
          .isEqualTo(ground == 0 ? 0 : 0xFFFFFF);
    }
  }

  @Test
  void writesTheLabelAboveTheFace() {
    Image ground = filled(640, 480, PixelFormat.RGB, 128);
    Image drawn = draw(ground, face(FACE, Emotion.HAPPY, 0.93f));
    assertThat(changedRows(drawn, 128)).as("rows above the box").anyMatch(y -> y < FACE.y() - 20);
    assertThat(changedRows(drawn, 128)).allMatch(y -> y < FACE.y() + FACE.height() + 10);
  }

  @Test
  void theLabelTellsTheProbability() {
    Image ground = filled(640, 480, PixelFormat.RGB, 128);
    byte[] likely = Mats.bytes(Mats.toMat(draw(ground, face(FACE, Emotion.HAPPY, 0.93f))));
    byte[] unlikely = Mats.bytes(Mats.toMat(draw(ground, face(FACE, Emotion.HAPPY, 0.41f))));
    assertThat(likely).isNotEqualTo(unlikely);
  }

  @Test
  void lettersStandOutFromTheirPlate() {
    for (Emotion emotion : Emotion.values()) {
      double plate = brightness(EmotionColors.rgb(emotion));
      double text = brightness(Palette.textOn(EmotionColors.rgb(emotion)));
      assertThat(Math.abs(plate - text)).as("contrast of %s", emotion).isGreaterThan(75);
    }
  }

  @Test
  void facesAtTheEdgesAndOfAnySizeCanBeDrawn() {
    for (int[] size :
        new int[][] {{1, 1}, {20, 20}, {48, 48}, {300, 40}, {40, 300}, {3840, 2160}}) {
      Image image = filled(size[0], size[1], PixelFormat.GRAY, 90);
      Analysis analysis =
          new Analysis(
              size[0],
              size[1],
              List.of(
                  face(new Box(0, 0, size[0], size[1]), Emotion.SURPRISE, 1f),
                  face(new Box(size[0] - 1, size[1] - 1, 1, 1), Emotion.DISGUST, 1f)));
      Image drawn = Overlay.draw(image, analysis);
      assertThat(drawn.width()).isEqualTo(size[0]);
      assertThat(drawn.height()).isEqualTo(size[1]);
      assertThat(drawn.format()).isEqualTo(PixelFormat.BGR);
    }
  }

  @Test
  void labelsStayInThePictureAndApart() {
    Analysis analysis =
        new Analysis(
            640,
            480,
            List.of(
                face(new Box(0, 0, 80, 80), Emotion.HAPPY, 0.9f),
                face(new Box(560, 400, 80, 80), Emotion.SURPRISE, 0.9f),
                face(new Box(300, 200, 60, 60), Emotion.SAD, 0.9f),
                face(new Box(365, 200, 60, 60), Emotion.NEUTRAL, 0.9f)));
    Placement placement =
        new Placement(640, 480, analysis.faces().stream().map(Face::box).toList());
    List<Box> taken = new ArrayList<>();
    for (Face face : analysis.faces()) {
      String text = Mark.text(face.emotion(), face.probability());
      Box place =
          placement.label(
              Label.of(text, 0, 12, 640),
              new Mark(face.box(), face.emotion(), text, null, new Remembered()));
      assertThat(place.x()).isNotNegative();
      assertThat(place.y()).isNotNegative();
      assertThat(place.x() + place.width()).isLessThanOrEqualTo(640);
      assertThat(place.y() + place.height()).isLessThanOrEqualTo(480);
      assertThat(taken).allSatisfy(other -> assertThat(other.iou(place)).isZero());
      taken.add(place);
    }
  }

  @Test
  void leavesThePictureAloneAndCopiesItWhereNothingIsFound() {
    Image image = filled(64, 48, PixelFormat.RGBA, 7);
    Image drawn = Overlay.draw(image, new Analysis(64, 48, List.of()));
    assertThat(color(drawn, 5, 5)).isEqualTo(0x070707);
    draw(image, face(new Box(5, 5, 30, 30), Emotion.ANGRY, 0.5f));
    ByteBuffer after = image.pixels();
    while (after.hasRemaining()) {
      assertThat(after.get()).isEqualTo((byte) 7);
    }
  }

  @Test
  void refusesTheAnalysisOfAnotherPicture() {
    Image image = filled(64, 48, PixelFormat.RGB, 7);
    assertThatThrownBy(() -> Overlay.draw(image, new Analysis(48, 64, List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("48x64")
        .hasMessageContaining("64x48");
  }

  @Test
  void aTrackedFaceHasItsSteadyEmotionNumberBarsAndStatus() {
    Image ground = filled(640, 480, PixelFormat.RGB, 128);
    Box box = new Box(200, 150, 160, 160);
    EmotionProbabilities smoothed =
        EmotionProbabilities.of(
            List.of(Emotion.HAPPY, Emotion.SAD, Emotion.ANGRY), 0.25f, 0.7f, 0.05f);
    // The raw probabilities of this frame say angry, the smoothed ones sad, the steady one happy.
    TrackedFace tracked = new TrackedFace(7, face(box, Emotion.ANGRY, 1f), smoothed, Emotion.HAPPY);
    Image drawn = Overlay.draw(ground, frame(tracked), "");
    assertThat(color(drawn, box.x(), box.y() + 80)).isEqualTo(EmotionColors.rgb(Emotion.HAPPY));
    // Bars are opaque and as long as their probability, beside the face.
    int sad = count(drawn, EmotionColors.rgb(Emotion.SAD), box.x() + box.width() + 10, box.y());
    int happy = count(drawn, EmotionColors.rgb(Emotion.HAPPY), box.x() + box.width() + 10, box.y());
    assertThat(happy).isPositive();
    assertThat((double) sad / happy).isBetween(2.4, 3.2);

    Image other =
        Overlay.draw(
            ground, frame(new TrackedFace(8, tracked.face(), smoothed, Emotion.HAPPY)), "");
    assertThat(Mats.bytes(Mats.toMat(other))).isNotEqualTo(Mats.bytes(Mats.toMat(drawn)));

    assertThat(color(drawn, 15, 18)).isEqualTo(0x808080);
    assertThat(color(Overlay.draw(ground, frame(tracked), "30 fps"), 15, 18))
        .isEqualTo(Palette.INK);
  }

  private static TrackedFrame frame(TrackedFace face) {
    return new TrackedFrame(Duration.ZERO, List.of(face), List.of());
  }

  private static int count(Image image, int color, int fromX, int fromY) {
    int count = 0;
    for (int y = fromY; y < image.height(); y++) {
      for (int x = fromX; x < image.width(); x++) {
        count += color(image, x, y) == color ? 1 : 0;
      }
    }
    return count;
  }

  private static Image draw(Image image, Face face) {
    return Overlay.draw(image, new Analysis(image.width(), image.height(), List.of(face)));
  }

  private static Face face(Box box, Emotion emotion, float probability) {
    Emotion other = emotion == Emotion.NEUTRAL ? Emotion.SAD : Emotion.NEUTRAL;
    // The emotion comes first, so that it also wins at a half and less.
    float most = Math.max(probability, 1 - probability);
    return new Face(
        1, box, 0.9f, null, EmotionProbabilities.of(List.of(emotion, other), most, 1 - most));
  }

  private static Image filled(int width, int height, PixelFormat format, int value) {
    byte[] pixels = new byte[width * height * format.bytesPerPixel()];
    Arrays.fill(pixels, (byte) value);
    return Image.wrap(pixels, width, height, format);
  }

  private static int color(Image bgr, int x, int y) {
    int at = y * bgr.stride() + 3 * x;
    ByteBuffer pixels = bgr.pixels();
    return (pixels.get(at + 2) & 0xFF) << 16
        | (pixels.get(at + 1) & 0xFF) << 8
        | (pixels.get(at) & 0xFF);
  }

  private static List<Integer> changedRows(Image drawn, int ground) {
    int plain = ground << 16 | ground << 8 | ground;
    return IntStream.range(0, drawn.height())
        .filter(y -> IntStream.range(0, drawn.width()).anyMatch(x -> color(drawn, x, y) != plain))
        .boxed()
        .toList();
  }

  private static double brightness(int color) {
    return 0.2126 * (color >> 16 & 0xFF) + 0.7152 * (color >> 8 & 0xFF) + 0.0722 * (color & 0xFF);
  }
}
