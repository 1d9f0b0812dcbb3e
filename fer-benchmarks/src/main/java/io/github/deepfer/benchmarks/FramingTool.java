package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures how a detector's boxes sit on FER2013 faces: each face is enlarged four times into a
 * picture whose border repeats the face's edge, the detector looks for it, and the medians over all
 * faces that it finds once are the {@link io.github.deepfer.api.Framing}. Run it with {@code
 * FramingTool fer2013.csv[.gz] [rows [detector.onnx]]}; without the last it measures Haar.
 */
public final class FramingTool {
  private static final int ENLARGED = 4 * EnlargedFaces.SIDE;
  private static final int DEFAULT_ROWS = 2000;

  private FramingTool() {}

  public static void main(String[] args) throws IOException {
    int most = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROWS;
    List<Double> scales = new ArrayList<>();
    List<Double> shiftsX = new ArrayList<>();
    List<Double> shiftsY = new ArrayList<>();
    int seen = 0;
    try (FaceDetector detector = EnlargedFaces.detector(args.length > 2 ? args[2] : null);
        EnlargedFaces rows = new EnlargedFaces(Path.of(args[0]), "Training")) {
      for (EnlargedFaces.Row row = rows.next(); row != null && seen < most; row = rows.next()) {
        seen++;
        List<DetectedFace> found = detector.detect(EnlargedFaces.picture(row.face(), ENLARGED));
        if (found.size() == 1) {
          Box box = found.get(0).box();
          // The face is in the middle of a picture that is twice as large.
          scales.add((double) ENLARGED / Math.max(box.width(), box.height()));
          shiftsX.add((ENLARGED - box.x() - box.width() / 2.0) / box.width());
          shiftsY.add((ENLARGED - box.y() - box.height() / 2.0) / box.height());
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "faces %d, found once %d%nscale %s%noffsetX %s%noffsetY %s%n",
        seen,
        scales.size(),
        quartiles(scales),
        quartiles(shiftsX),
        quartiles(shiftsY));
  }

  private static String quartiles(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return String.format(
        Locale.ROOT,
        "median %.3f, quartiles %.3f to %.3f",
        sorted.get(n / 2),
        sorted.get(n / 4),
        sorted.get(n * 3 / 4));
  }
}
