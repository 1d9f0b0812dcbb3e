package io.github.deepfer.opencv.draw;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.opencv.mat.Mats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Draws what was found onto a picture: a box around each face in the colour of its emotion, and a
 * label such as "happy 93 %". Line width and letters grow with the picture and the face; labels
 * stay inside the picture and out of each other's way where there is room. Thread-safe.
 */
public final class Overlay {
  /** Letters are this part of the picture's shorter side at least, of the face, and at most. */
  private static final double MIN_TEXT = 1 / 60.0;

  private static final double TEXT_PER_FACE = 1 / 12.0;
  private static final double MAX_TEXT = 1 / 30.0;

  /** Smaller capitals cannot be read at any picture size. */
  private static final int READABLE_TEXT = 8;

  private static final double STATUS_TEXT = 1 / 45.0;

  /** Letters beside bars are this part of those of the label. */
  private static final double BARS_TEXT = 0.7;

  private Overlay() {}

  /**
   * Draws an analysis.
   *
   * @param image the picture that was analyzed; not changed
   * @param analysis what was found on it
   * @return the picture with boxes and labels, BGR
   * @throws IllegalArgumentException if the analysis is of a picture of another size
   * @throws io.github.deepfer.api.ProviderException if OpenCV cannot be loaded
   */
  public static Image draw(Image image, Analysis analysis) {
    if (analysis.width() != image.width() || analysis.height() != image.height()) {
      throw new IllegalArgumentException(
          "the analysis is of a picture of "
              + (analysis.width() + "x" + analysis.height())
              + " pixels, this one has "
              + (image.width() + "x" + image.height()));
    }
    return draw(
        image,
        analysis.faces().stream()
            .map(
                face ->
                    new Mark(
                        face.box(),
                        face.emotion(),
                        Mark.text(face.emotion(), face.probability()),
                        null,
                        new Remembered()))
            .toList(),
        Duration.ZERO,
        "");
  }

  /**
   * Draws a frame of a video by itself; {@link VideoOverlay} draws those of a whole video,
   * steadily: each face in the colour of its emotion, with its track's number, its smoothed
   * probability, and, where there is room beside it, a bar per emotion.
   *
   * @param image the frame that was analyzed; not changed
   * @param frame what was found on it
   * @param status a line for the top left corner, such as the frame rate; empty for none
   * @return the frame with what was drawn, BGR
   * @throws io.github.deepfer.api.ProviderException if OpenCV cannot be loaded
   */
  public static Image draw(Image image, TrackedFrame frame, String status) {
    return new VideoOverlay().draw(image, frame, status);
  }

  /**
   * The colour in which an emotion is drawn, for charts beside the pictures. Black letters can be
   * read on each.
   *
   * @param emotion the emotion
   * @return the colour as {@code 0xRRGGBB}
   */
  public static int color(Emotion emotion) {
    return EmotionColors.rgb(emotion);
  }

  static Image draw(Image image, List<Mark> marks, Duration time, String status) {
    try (Mat mat = Mats.toOpenCvOrder(image)) {
      if (image.format() == PixelFormat.GRAY) {
        opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_GRAY2BGR);
      }
      List<Label> labels = new ArrayList<>();
      for (Mark mark : marks) {
        int color = EmotionColors.rgb(mark.emotion());
        Label label = Label.of(mark.text(), color, textHeight(mark, image), image.width());
        labels.add(label);
        Frame.draw(mat, mark, label.textHeight());
      }
      Canvas canvas = new Canvas(Mats.bytes(mat), image.width(), image.height());
      paint(canvas, marks, labels, time, status);
      return Image.wrap(canvas.pixels(), image.width(), image.height(), PixelFormat.BGR);
    }
  }

  private static void paint(
      Canvas canvas, List<Mark> marks, List<Label> labels, Duration time, String status) {
    Placement placement =
        new Placement(canvas.width(), canvas.height(), marks.stream().map(Mark::box).toList());
    if (!status.isEmpty()) {
      paintStatus(canvas, status, placement);
    }
    for (int i = 0; i < labels.size(); i++) {
      Box place = placement.label(labels.get(i), marks.get(i));
      labels.get(i).paint(canvas, place.x(), place.y());
    }
    // Bars that are there already come first, so that new ones do not drive them away.
    List<Integer> order =
        IntStream.range(0, labels.size())
            .boxed()
            .sorted(Comparator.comparing(i -> !marks.get(i).before().hasBars()))
            .toList();
    for (int i : order) {
      paintBars(canvas, marks.get(i), labels.get(i), time, placement);
    }
  }

  private static void paintStatus(Canvas canvas, String status, Placement placement) {
    int side = Math.min(canvas.width(), canvas.height());
    int height = Math.max(READABLE_TEXT, (int) Math.round(side * STATUS_TEXT));
    Label label = Label.of(status, Palette.INK, height, canvas.width());
    int margin = Math.min(height, Math.max(0, canvas.width() - label.width()) / 2);
    placement.take(new Box(margin, margin, label.width(), label.height()));
    label.paint(canvas, margin, margin);
  }

  private static void paintBars(
      Canvas canvas, Mark mark, Label label, Duration time, Placement placement) {
    EmotionProbabilities probabilities = mark.bars();
    if (probabilities == null) {
      return;
    }
    int height = Math.max(READABLE_TEXT, (int) Math.round(label.textHeight() * BARS_TEXT));
    Bars bars = new Bars(probabilities, height);
    Box place = placement.bars(bars, mark, label.textHeight(), time);
    if (place != null) {
      bars.paint(canvas, place);
    }
  }

  private static int textHeight(Mark mark, Image image) {
    double side = Math.min(image.width(), image.height());
    double wanted =
        Math.max(side * MIN_TEXT, Math.min(side * MAX_TEXT, mark.box().width() * TEXT_PER_FACE));
    return Math.max(READABLE_TEXT, (int) Math.round(mark.before().textHeight(wanted)));
  }
}
