package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.detect.OnnxDetectorBackend;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/** Faces of FER2013, each enlarged into a picture that a detector can look at. */
final class EnlargedFaces implements AutoCloseable {
  static final int SIDE = 48;

  private static final List<Emotion> LABELS =
      List.of(
          Emotion.ANGRY,
          Emotion.DISGUST,
          Emotion.FEAR,
          Emotion.HAPPY,
          Emotion.SAD,
          Emotion.SURPRISE,
          Emotion.NEUTRAL);

  private final BufferedReader lines;
  private final String usage;

  /**
   * A row.
   *
   * @param label its emotion
   * @param face 48x48 pixels, grey
   */
  record Row(Emotion label, Image face) {}

  EnlargedFaces(Path csv, String usage) throws IOException {
    InputStream file = Files.newInputStream(csv);
    InputStream text = csv.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
    lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.US_ASCII));
    this.usage = usage;
  }

  /** Opens Haar for no name, otherwise the net in that file. */
  static FaceDetector detector(@Nullable String file) {
    return file == null
        ? HaarFaceDetector.builder().build()
        : new OnnxDetectorBackend().open(Model.ofFile(Path.of(file)), BackendOptions.DEFAULT);
  }

  /** The next row of the usage, or null. */
  @Nullable Row next() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.endsWith("," + usage)) {
        String[] columns = line.split(",", -1);
        return new Row(
            LABELS.get(Integer.parseInt(columns[0])), face(columns[1].strip().split(" ")));
      }
    }
    return null;
  }

  private static Image face(String[] values) {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Integer.parseInt(values[i]);
    }
    return Image.wrap(pixels, SIDE, SIDE, PixelFormat.GRAY);
  }

  /** Enlarges a face and puts half of its side around it, which repeats its edge. */
  static Image picture(Image face, int enlarged) {
    return picture(face, enlarged, 0);
  }

  /** And turns it clockwise about its centre; what comes in from outside repeats the edge, too. */
  static Image picture(Image face, int enlarged, double degrees) {
    byte[] pixels = new byte[SIDE * SIDE];
    face.pixels().get(pixels);
    int border = enlarged / 2;
    int side = enlarged + 2 * border;
    try (BytePointer pointer = new BytePointer(pixels);
        Mat mat = new Mat(SIDE, SIDE, opencv_core.CV_8UC1, pointer);
        Mat large = new Mat();
        Size size = new Size(enlarged, enlarged)) {
      opencv_imgproc.resize(mat, large, size, 0, 0, opencv_imgproc.INTER_LINEAR);
      opencv_core.copyMakeBorder(
          large, large, border, border, border, border, opencv_core.BORDER_REPLICATE);
      if (degrees != 0) {
        turn(large, degrees);
      }
      byte[] result = new byte[side * side];
      large.data().get(result);
      return Image.wrap(result, side, side, PixelFormat.GRAY);
    }
  }

  private static void turn(Mat picture, double degrees) {
    float middle = (picture.cols() - 1) / 2f;
    try (Point2f centre = new Point2f(middle, middle);
        Mat matrix = opencv_imgproc.getRotationMatrix2D(centre, -degrees, 1);
        Size size = picture.size();
        Scalar none = new Scalar();
        Mat turned = new Mat()) {
      opencv_imgproc.warpAffine(
          picture,
          turned,
          matrix,
          size,
          opencv_imgproc.INTER_LINEAR,
          opencv_core.BORDER_REPLICATE,
          none);
      turned.copyTo(picture);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
