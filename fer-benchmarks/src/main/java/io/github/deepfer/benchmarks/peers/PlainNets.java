package io.github.deepfer.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.deepfer.api.Box;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * What {@link PlainProgram} is for a cascade, for the nets that are the default: the steps of
 * peers.py in Java, at the library's sizes. For one thread.
 */
final class PlainNets implements AutoCloseable {
  /** Faces of 24 pixels are shrunk to 16. */
  private static final double SCALE = 16.0 / 24;

  private static final int SIDE = 48;
  private static final int[] STRIDES = {8, 16, 32};
  private static final Set<String> OUTPUTS =
      Set.of(
          "cls_8", "cls_16", "cls_32", "obj_8", "obj_16", "obj_32", "bbox_8", "bbox_16", "bbox_32");
  private static final double MIN_SCORE = 0.7;
  private static final double MAX_IOU = 0.3;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
  private final OrtSession detector;
  private final OrtSession classifier;

  /**
   * Loads both.
   *
   * @param threads threads that compute one run; OpenCV's are set by the caller
   */
  PlainNets(byte[] detector, byte[] classifier, int threads) throws OrtException {
    options.setIntraOpNumThreads(threads);
    this.detector = environment.createSession(detector, options);
    this.classifier = environment.createSession(classifier, options);
  }

  private record Candidate(Box box, double score) {}

  /** Where the faces are; what they show is computed, and left. */
  List<Box> analyze(byte[] file) {
    try (BytePointer bytes = new BytePointer(file);
        Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, bytes);
        Mat picture = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR)) {
      List<Box> faces = detect(picture);
      if (!faces.isEmpty()) {
        classify(picture, faces);
      }
      return faces;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Box> detect(Mat picture) throws OrtException {
    int width = (int) Math.rint(picture.cols() * SCALE);
    int height = (int) Math.rint(picture.rows() * SCALE);
    try (Mat small = new Mat();
        Mat padded = new Mat();
        Size size = new Size(width, height)) {
      opencv_imgproc.resize(picture, small, size, 0, 0, opencv_imgproc.INTER_LINEAR);
      opencv_core.copyMakeBorder(
          small, padded, 0, -height & 31, 0, -width & 31, opencv_core.BORDER_CONSTANT);
      try (Mat blob = opencv_dnn.blobFromImage(padded);
          OnnxTensor input =
              OnnxTensor.createTensor(
                  environment,
                  blob.<FloatBuffer>createBuffer(),
                  new long[] {1, 3, padded.rows(), padded.cols()});
          OrtSession.Result outputs = detector.run(Map.of("input", input), OUTPUTS)) {
        List<Candidate> candidates = new ArrayList<>();
        for (int stride : STRIDES) {
          decode(outputs, stride, padded.cols() / stride, candidates);
        }
        return suppress(candidates);
      }
    }
  }

  private static void decode(
      OrtSession.Result outputs, int stride, int columns, List<Candidate> candidates) {
    FloatBuffer faces = values(outputs, "cls_" + stride);
    FloatBuffer objects = values(outputs, "obj_" + stride);
    FloatBuffer boxes = values(outputs, "bbox_" + stride);
    for (int cell = 0; cell < faces.limit(); cell++) {
      double score = Math.sqrt(Math.max(0, faces.get(cell)) * Math.max(0, objects.get(cell)));
      if (score >= MIN_SCORE) {
        int column = cell % columns;
        int row = cell / columns;
        double x = (column + boxes.get(4 * cell)) * stride;
        double y = (row + boxes.get(4 * cell + 1)) * stride;
        double width = Math.exp(boxes.get(4 * cell + 2)) * stride;
        double height = Math.exp(boxes.get(4 * cell + 3)) * stride;
        Box box =
            new Box(
                (int) Math.round((x - width / 2) / SCALE),
                (int) Math.round((y - height / 2) / SCALE),
                (int) Math.round(width / SCALE),
                (int) Math.round(height / SCALE));
        candidates.add(new Candidate(box, score));
      }
    }
  }

  private static FloatBuffer values(OrtSession.Result outputs, String name) {
    return ((OnnxTensor) outputs.get(name).orElseThrow()).getFloatBuffer();
  }

  private static List<Box> suppress(List<Candidate> candidates) {
    candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
    List<Box> kept = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (kept.stream().noneMatch(box -> box.iou(candidate.box()) > MAX_IOU)) {
        kept.add(candidate.box());
      }
    }
    return kept;
  }

  private void classify(Mat picture, List<Box> faces) throws OrtException {
    FloatBuffer inputs = FloatBuffer.allocate(faces.size() * SIDE * SIDE);
    byte[] pixels = new byte[SIDE * SIDE];
    for (Box face : faces) {
      crop(picture, face, pixels);
      for (byte pixel : pixels) {
        inputs.put((pixel & 0xff) / 255f);
      }
    }
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, inputs.rewind(), new long[] {faces.size(), 1, SIDE, SIDE});
        OrtSession.Result result = classifier.run(Map.of("input", tensor), Set.of("balanced"))) {
      result.get(0).getValue();
    }
  }

  private static void crop(Mat picture, Box face, byte[] pixels) {
    int side = Math.max(face.width(), face.height());
    int left = Math.max(0, face.x() + (face.width() - side) / 2);
    int top = Math.max(0, face.y() + (face.height() - side) / 2);
    int width = Math.min(side, picture.cols() - left);
    int height = Math.min(side, picture.rows() - top);
    try (Rect square = new Rect(left, top, width, height);
        Mat part = new Mat(picture, square);
        Mat gray = new Mat();
        Mat scaled = new Mat();
        Size size = new Size(SIDE, SIDE)) {
      opencv_imgproc.cvtColor(part, gray, opencv_imgproc.COLOR_BGR2GRAY);
      opencv_imgproc.resize(gray, scaled, size, 0, 0, opencv_imgproc.INTER_AREA);
      scaled.data().get(pixels);
    }
  }

  @Override
  public void close() throws OrtException {
    detector.close();
    classifier.close();
    options.close();
  }
}
