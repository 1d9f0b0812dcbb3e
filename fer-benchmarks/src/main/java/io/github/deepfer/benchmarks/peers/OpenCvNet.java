package io.github.deepfer.benchmarks.peers;

import java.nio.file.Path;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_dnn.Net;

/** A model file run by OpenCV's own inference, on one thread once OpenCV is told so. */
final class OpenCvNet implements AutoCloseable {
  /** Of our models; the net would answer with the last one. */
  private static final String FIRST_HEAD = "fer2013";

  private final Net net;
  private final Mat blob;

  OpenCvNet(Path file, float[] faces, int... shape) {
    net = opencv_dnn.readNetFromONNX(file.toString());
    blob = new Mat(shape, opencv_core.CV_32F);
    try (FloatPointer values = new FloatPointer(blob.data())) {
      values.put(faces);
    }
  }

  /** The outputs of all faces, one after the other. */
  float[] run() {
    net.setInput(blob);
    try (Mat output = net.forward(FIRST_HEAD);
        FloatPointer values = new FloatPointer(output.data())) {
      float[] result = new float[(int) output.total()];
      values.get(result);
      return result;
    }
  }

  @Override
  public void close() {
    net.close();
    blob.close();
  }
}
