package io.github.deepfer.onnx.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether ONNX Runtime adds products of bytes in 16 bits on this processor, as x86 without VNNI
 * does. They saturate there, and int8 nets give other answers, unless a session asks for precision.
 * That costs two thirds more time where nothing saturates, so it is found out first, by a product
 * of matrices. Thread-safe.
 */
final class Saturation {
  private static final String MODEL = "saturation.onnx";

  /** Of the product of 8 x 64 and 64 x 32 bytes, all of which are the largest of their kind. */
  private static final int ROWS = 8;

  private static final int INNER = 64;
  private static final int EXACT = INNER * 255 * 127;

  private static @Nullable Boolean happens;

  private Saturation() {}

  /** Tries it out once in the life of a process; sessions that are opened side by side wait. */
  static synchronized boolean happens(OrtEnvironment environment) throws OrtException {
    if (happens == null) {
      happens = tryOut(environment);
    }
    return happens;
  }

  private static boolean tryOut(OrtEnvironment environment) throws OrtException {
    byte[] factors = new byte[ROWS * INNER];
    Arrays.fill(factors, (byte) 255);
    ByteBuffer input = ByteBuffer.allocateDirect(factors.length).order(ByteOrder.nativeOrder());
    input.put(0, factors);
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model(), options);
          OnnxTensor tensor =
              OnnxTensor.createTensor(
                  environment, input, new long[] {ROWS, INNER}, OnnxJavaType.UINT8);
          OrtSession.Result result = session.run(Map.of("input", tensor))) {
        IntBuffer sums = ((OnnxTensor) result.get(0)).getIntBuffer();
        return sums.get(0) != EXACT;
      }
    }
  }

  private static byte[] model() {
    try (InputStream stream = Saturation.class.getResourceAsStream(MODEL)) {
      if (stream == null) {
        throw new IllegalStateException(MODEL + " is missing beside " + Saturation.class.getName());
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(MODEL + " cannot be read: " + e.getMessage(), e);
    }
  }
}
