package io.github.deepfer.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** What one thread needs for a run, kept for the next one. Not thread-safe. */
final class RunBuffers {
  private final FacePreprocessor preprocessor;
  private final int inputSize;
  private final int outputSize;
  private FloatBuffer inputs;
  private FloatBuffer outputs;

  RunBuffers(ModelManifest manifest) {
    preprocessor = new FacePreprocessor(manifest.input());
    inputSize = manifest.input().size();
    outputSize = manifest.labels().size();
    inputs = direct(inputSize);
    outputs = direct(outputSize);
  }

  /** Makes the buffers hold just this many faces. */
  void resize(int faces) {
    if (inputs.capacity() < faces * inputSize) {
      inputs = direct(faces * inputSize);
      outputs = direct(faces * outputSize);
    }
    inputs.limit(faces * inputSize);
    outputs.limit(faces * outputSize);
  }

  FacePreprocessor preprocessor() {
    return preprocessor;
  }

  FloatBuffer inputs() {
    return inputs;
  }

  FloatBuffer outputs() {
    return outputs;
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
