package io.github.deepfer.opencv;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Draws what was found onto a picture: a box around each face in the colour of its emotion, and a
 * label such as "happy 93 %". Line width and letters grow with the picture and the face; labels
 * stay inside the picture and out of each other's way where there is room. Thread-safe.
 */
public final class Overlay {
  /** Letters are this part of the picture's shorter side at least, of the face, and at most. */
  private static final double LEAST_TEXT = 1 / 60.0;

  private static final double TEXT_PER_FACE = 1 / 12.0;
  private static final double MOST_TEXT = 1 / 30.0;

  /** Smaller capitals cannot be read at any picture size. */
  private static final int READABLE_TEXT = 8;

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
    try (Mat canvas = Mats.toOpenCvOrder(image)) {
      if (image.format() == PixelFormat.GRAY) {
        opencv_imgproc.cvtColor(canvas, canvas, opencv_imgproc.COLOR_GRAY2BGR);
      }
      List<Label> labels = new ArrayList<>();
      for (Face face : analysis.faces()) {
        labels.add(Label.of(face, textHeight(face.box(), image), image.width()));
      }
      for (int i = 0; i < labels.size(); i++) {
        Frame.draw(canvas, analysis.faces().get(i), labels.get(i).textHeight());
      }
      byte[] pixels = Mats.bytes(canvas);
      List<Box> taken = new ArrayList<>();
      for (int i = 0; i < labels.size(); i++) {
        Box face = analysis.faces().get(i).box();
        Box place = LabelPlacement.choose(labels.get(i), face, analysis, taken);
        labels.get(i).blend(pixels, image.width(), image.height(), place);
        taken.add(place);
      }
      return Image.wrap(pixels, image.width(), image.height(), PixelFormat.BGR);
    }
  }

  private static int textHeight(Box face, Image image) {
    double side = Math.min(image.width(), image.height());
    double wanted =
        Math.max(side * LEAST_TEXT, Math.min(side * MOST_TEXT, face.width() * TEXT_PER_FACE));
    return Math.max(READABLE_TEXT, (int) Math.round(wanted));
  }
}
