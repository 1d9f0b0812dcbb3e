package io.github.deepfer.opencv;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Measures how the detector's boxes sit on FER2013 faces: each face is enlarged onto a canvas whose
 * border repeats the face's edge, the detector looks for it, and the medians over all found faces
 * are the {@link io.github.deepfer.api.Framing}. Run it with {@code FramingTool fer2013.csv[.gz]
 * [rows [yunet.onnx]]}; without the last it measures Haar.
 */
public final class FramingTool {
  private static final int SIDE = 48;
  private static final int ENLARGED = 4 * SIDE;
  private static final int BORDER = ENLARGED / 2;

  private FramingTool() {}

  /**
   * Prints the framing.
   *
   * @param args the CSV file, then how many Training rows to use (2000 if left out), then YuNet's
   *     model
   */
  public static void main(String[] args) throws IOException {
    int rows = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
    List<Double> scales = new ArrayList<>();
    List<Double> shiftsX = new ArrayList<>();
    List<Double> shiftsY = new ArrayList<>();
    int seen = 0;
    try (FaceDetector detector =
            args.length > 2
                ? YuNetFaceDetector.builder(Path.of(args[2])).build()
                : HaarFaceDetector.builder().build();
        BufferedReader lines = open(Path.of(args[0]))) {
      for (String line = lines.readLine(); line != null && seen < rows; line = lines.readLine()) {
        if (!line.endsWith(",Training")) {
          continue;
        }
        seen++;
        List<DetectedFace> found = detector.detect(canvas(line.split(",")[1].strip().split(" ")));
        if (found.size() == 1) {
          Box box = found.get(0).box();
          double center = BORDER + ENLARGED / 2.0;
          scales.add((double) ENLARGED / Math.max(box.width(), box.height()));
          shiftsX.add((center - box.x() - box.width() / 2.0) / box.width());
          shiftsY.add((center - box.y() - box.height() / 2.0) / box.height());
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

  private static BufferedReader open(Path csv) throws IOException {
    InputStream file = Files.newInputStream(csv);
    InputStream text = csv.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
    return new BufferedReader(new InputStreamReader(text, StandardCharsets.US_ASCII));
  }

  private static Image canvas(String[] values) {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Integer.parseInt(values[i]);
    }
    try (Mat face = Mats.toMat(Image.wrap(pixels, SIDE, SIDE, PixelFormat.GRAY));
        Size size = new Size(ENLARGED, ENLARGED)) {
      opencv_imgproc.resize(face, face, size, 0, 0, opencv_imgproc.INTER_LINEAR);
      opencv_core.copyMakeBorder(
          face, face, BORDER, BORDER, BORDER, BORDER, opencv_core.BORDER_REPLICATE);
      return Mats.toImage(face);
    }
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
