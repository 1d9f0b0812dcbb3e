package io.github.deepfer.opencv.yunet;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.Point;
import io.github.deepfer.opencv.core.Search;
import io.github.deepfer.opencv.mat.Mats;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;

/** One YuNet with the memory it works in. Not thread-safe: a net has state. */
final class YuNet implements Search {
  /** Boxes that overlap more are of one face; the value of OpenCV's own example. */
  private static final float NMS_THRESHOLD = 0.3f;

  private static final int MOST_CANDIDATES = 5000;
  private static final int TRIAL_SIDE = 64;

  /** Columns of a found face: the box, five landmarks, the score. */
  private static final int LANDMARKS = 4;

  private static final int SCORE = 14;

  private final YuNetOptions options;
  private final FaceDetectorYN detector;
  private final Mat pixels = new Mat();
  private final Mat bgr = new Mat();
  private final Mat search = new Mat();
  private final Mat found = new Mat();

  YuNet(YuNetModel model, YuNetOptions options) {
    this.options = options;
    this.detector = parse(model, options);
  }

  /** A file that parses may still be another net, so it is tried. */
  private static FaceDetectorYN parse(YuNetModel model, YuNetOptions options) {
    FaceDetectorYN detector = null;
    try (Size size = new Size(TRIAL_SIDE, TRIAL_SIDE);
        Scalar black = new Scalar(0);
        Mat blank = new Mat(TRIAL_SIDE, TRIAL_SIDE, opencv_core.CV_8UC3, black);
        Mat nothing = new Mat()) {
      detector =
          FaceDetectorYN.create(
              "onnx",
              model.onnx(),
              new byte[0],
              size,
              options.minScore(),
              NMS_THRESHOLD,
              MOST_CANDIDATES,
              0,
              0);
      detector.detect(blank, nothing);
      return detector;
    } catch (RuntimeException e) {
      // How JavaCPP passes on a cv::Exception.
      if (detector != null) {
        detector.close();
      }
      throw new ModelException(
          "model "
              + model.info().id()
              + " is damaged or not a YuNet of OpenCV's zoo (face_detection_yunet_*.onnx): "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public List<DetectedFace> detect(Image image) {
    double shrink =
        Math.min(
            1,
            (double) YuNetOptions.SEARCHED_SIZE
                / options.smallestFace(image.width(), image.height()));
    int width = Math.max(1, (int) Math.round(image.width() * shrink));
    int height = Math.max(1, (int) Math.round(image.height() * shrink));
    try (Size size = new Size(width, height)) {
      Mat searched = bgr(image);
      if (width < image.width() || height < image.height()) {
        opencv_imgproc.resize(searched, search, size, 0, 0, opencv_imgproc.INTER_AREA);
        searched = search;
      }
      detector.setInputSize(size);
      detector.detect(searched, found);
      return faces(image, (double) image.width() / width, (double) image.height() / height);
    } finally {
      Mats.releaseIfLarge(pixels);
      Mats.releaseIfLarge(bgr);
    }
  }

  private Mat bgr(Image image) {
    Mats.copy(image, pixels);
    if (image.format() == PixelFormat.BGR) {
      return pixels;
    }
    int conversion =
        switch (image.format()) {
          case GRAY -> opencv_imgproc.COLOR_GRAY2BGR;
          case RGB, BGR -> opencv_imgproc.COLOR_RGB2BGR;
          case RGBA -> opencv_imgproc.COLOR_RGBA2BGR;
          case BGRA -> opencv_imgproc.COLOR_BGRA2BGR;
        };
    opencv_imgproc.cvtColor(pixels, bgr, conversion);
    return bgr;
  }

  private List<DetectedFace> faces(Image image, double scaleX, double scaleY) {
    if (found.empty()) {
      return List.of();
    }
    List<DetectedFace> faces = new ArrayList<>(found.rows());
    float[] row = new float[SCORE + 1];
    try (FloatIndexer rows = found.createIndexer()) {
      for (int i = 0; i < found.rows(); i++) {
        rows.get(i, row);
        int left = clip(row[0] * scaleX, image.width() - 1);
        int top = clip(row[1] * scaleY, image.height() - 1);
        int right = clip((row[0] + row[2]) * scaleX, image.width());
        int bottom = clip((row[1] + row[3]) * scaleY, image.height());
        if (right <= left || bottom <= top || row[2] * scaleX < options.smallestFace().pixels()) {
          continue;
        }
        faces.add(
            new DetectedFace(
                new Box(left, top, right - left, bottom - top),
                Math.max(0, Math.min(1, row[SCORE])),
                landmarks(row, scaleX, scaleY)));
      }
    }
    faces.sort(ORDER);
    return List.copyOf(faces);
  }

  /** YuNet begins with the person's own right, which is left in the picture. */
  private static Landmarks landmarks(float[] row, double scaleX, double scaleY) {
    Point[] points = new Point[5];
    for (int i = 0; i < points.length; i++) {
      points[i] =
          new Point(
              (float) (row[LANDMARKS + 2 * i] * scaleX),
              (float) (row[LANDMARKS + 2 * i + 1] * scaleY));
    }
    return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
  }

  private static int clip(double position, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(position)));
  }

  @Override
  public void close() {
    detector.close();
    pixels.close();
    bgr.close();
    search.close();
    found.close();
  }
}
