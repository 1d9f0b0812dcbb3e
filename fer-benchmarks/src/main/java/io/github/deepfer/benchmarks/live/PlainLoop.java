package io.github.deepfer.benchmarks.live;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import io.github.deepfer.opencv.mat.Mats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;
import org.jspecify.annotations.Nullable;

/**
 * What a program without this library's live loop does: frame after frame, OpenCV's detector with
 * OpenCV's own defaults, then the classifier. Not thread-safe.
 */
final class PlainLoop implements AutoCloseable {
  private final Pipeline pipeline;
  private final @Nullable CascadeClassifier cascade;
  private final @Nullable FaceDetectorYN yunet;
  private final Mat colour = new Mat();
  private long nanos;

  private PlainLoop(
      Pipeline pipeline, @Nullable CascadeClassifier cascade, @Nullable FaceDetectorYN yunet) {
    this.pipeline = pipeline;
    this.cascade = cascade;
    this.yunet = yunet;
  }

  /** The same cascade as the library's. */
  static PlainLoop haar(Pipeline pipeline) throws IOException {
    String name =
        "/org/bytedeco/opencv/"
            + Loader.getPlatform()
            + "/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml";
    loadDetectors();
    String file = Loader.cacheResource(CascadeClassifier.class, name).getPath();
    return new PlainLoop(pipeline, new CascadeClassifier(file), null);
  }

  static PlainLoop yunet(Pipeline pipeline, Path model, int width, int height) {
    loadDetectors();
    try (Size size = new Size(width, height)) {
      return new PlainLoop(pipeline, null, FaceDetectorYN.create(model.toString(), "", size));
    }
  }

  /** Initialized by their own classes, OpenCV's detectors would need GTK. */
  private static void loadDetectors() {
    HaarFaceDetector.builder().exhaustive(true).build().close();
  }

  void analyze(Image rgb) {
    long start = System.nanoTime();
    pipeline.classify(rgb, detect(rgb));
    nanos += System.nanoTime() - start;
  }

  long nanos() {
    return nanos;
  }

  private List<DetectedFace> detect(Image rgb) {
    try (Mat picture = Mats.toMat(rgb)) {
      List<Box> boxes = cascade != null ? withCascade(cascade, picture) : withYuNet(picture);
      return boxes.stream().map(box -> new DetectedFace(box, 1, null)).toList();
    }
  }

  private List<Box> withCascade(CascadeClassifier classifier, Mat rgb) {
    opencv_imgproc.cvtColor(rgb, colour, opencv_imgproc.COLOR_RGB2GRAY);
    List<Box> boxes = new ArrayList<>();
    try (RectVector found = new RectVector()) {
      classifier.detectMultiScale(colour, found);
      for (Rect box : found.get()) {
        boxes.add(new Box(box.x(), box.y(), box.width(), box.height()));
      }
    }
    return boxes;
  }

  private List<Box> withYuNet(Mat rgb) {
    opencv_imgproc.cvtColor(rgb, colour, opencv_imgproc.COLOR_RGB2BGR);
    List<Box> boxes = new ArrayList<>();
    try (Mat found = new Mat()) {
      if (yunet == null || yunet.detect(colour, found) == 0 || found.empty()) {
        return boxes;
      }
      float[] row = new float[found.cols()];
      try (FloatIndexer rows = found.createIndexer()) {
        for (int i = 0; i < found.rows(); i++) {
          rows.get(i, row);
          boxes.add(new Box((int) row[0], (int) row[1], (int) row[2], (int) row[3]));
        }
      }
    }
    return boxes;
  }

  @Override
  public void close() {
    colour.close();
    if (cascade != null) {
      cascade.close();
    }
    if (yunet != null) {
      yunet.close();
    }
  }
}
