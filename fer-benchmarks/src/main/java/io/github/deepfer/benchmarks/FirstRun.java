package io.github.deepfer.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * ONNX Runtime alone on the nets of {@link FirstResult}, each once, at the sizes of its frame:
 * {@code FirstRun DETECTOR CLASSIFIER}.
 */
public final class FirstRun {
  private FirstRun() {}

  public static void main(String[] args) throws OrtException {
    run(args[0], 1, 3, 320, 448);
    run(args[1], 1, 1, 48, 48);
  }

  private static void run(String model, long... shape) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long floats = 1;
    for (long size : shape) {
      floats *= size;
    }
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(model, options);
        OnnxTensor input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.allocate(Math.toIntExact(floats)), shape)) {
      session.run(Map.of("input", input)).close();
    }
  }
}
