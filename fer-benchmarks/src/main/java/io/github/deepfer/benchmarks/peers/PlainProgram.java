package io.github.deepfer.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * What a careful programmer writes in an hour with OpenCV and ONNX Runtime: decode, search with the
 * library's parameters, and for each face cut out, turn grey, resize, and run the model on new
 * tensors. For one thread.
 */
final class PlainProgram implements AutoCloseable {
  private static final int SIDE = 48;

  private final CascadeClassifier cascade;
  private final int minFaceSize;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
  private final OrtSession session;
  private final byte[] pixels = new byte[SIDE * SIDE];

  PlainProgram(String cascadeFile, int minFaceSize, byte[] model) throws OrtException {
    // Initialized by the class itself, OpenCV's detectors would need GTK.
    HaarFaceDetector.builder().exhaustive(true).build().close();
    this.cascade = new CascadeClassifier(cascadeFile);
    this.minFaceSize = minFaceSize;
    options.setIntraOpNumThreads(1);
    session = environment.createSession(model, options);
  }

  /** The seven outputs of each face. */
  List<float[]> analyze(byte[] file) {
    try (BytePointer bytes = new BytePointer(file);
        Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, bytes);
        Mat picture = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR);
        RectVector found = new RectVector();
        Size least = new Size(minFaceSize, minFaceSize);
        Size most = new Size()) {
      cascade.detectMultiScale(picture, found, 1.1, 5, 0, least, most);
      List<float[]> results = new ArrayList<>();
      for (Rect box : found.get()) {
        results.add(classify(picture, box));
      }
      return results;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private float[] classify(Mat picture, Rect box) throws OrtException {
    try (Mat part = new Mat(picture, box);
        Mat gray = new Mat();
        Mat face = new Mat();
        Size side = new Size(SIDE, SIDE)) {
      opencv_imgproc.cvtColor(part, gray, opencv_imgproc.COLOR_BGR2GRAY);
      opencv_imgproc.resize(gray, face, side, 0, 0, opencv_imgproc.INTER_AREA);
      face.data().get(pixels);
    }
    FloatBuffer input = FloatBuffer.allocate(SIDE * SIDE);
    for (byte pixel : pixels) {
      input.put((pixel & 0xff) / 255f);
    }
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, input.rewind(), new long[] {1, 1, SIDE, SIDE});
        OrtSession.Result result = session.run(Map.of("input", tensor))) {
      return ((float[][]) result.get(0).getValue())[0];
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
    options.close();
    cascade.close();
  }
}
