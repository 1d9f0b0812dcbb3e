package io.github.deepfer.onnx.classify;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.onnx.tensor.FacePreprocessor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/** What one thread needs for a run, kept for the next one. Not thread-safe. */
final class RunBuffers {
  private static final int MAX_LEVEL = 255;

  private final ModelManifest manifest;
  private final ModelGraph graph;
  private final FacePreprocessor preprocessor;
  private final boolean isAligned;
  private final @Nullable FaceAligner aligner;
  private @Nullable FaceLeveler leveler;
  private final int inputSize;
  private final int outputSize;

  /** What a model takes that takes no floats is converted from these. */
  private FloatBuffer inputs = FloatBuffer.allocate(0);

  private FloatBuffer outputs = FloatBuffer.allocate(0);
  private ByteBuffer typedInputs = ByteBuffer.allocate(0);
  private ByteBuffer typedOutputs = ByteBuffer.allocate(0);

  /**
   * Makes buffers for one face.
   *
   * @param isAligned whether faces are turned as their landmarks say
   */
  RunBuffers(ModelManifest manifest, ModelGraph graph, boolean isAligned) {
    this.manifest = manifest;
    this.graph = graph;
    this.isAligned = isAligned;
    preprocessor = new FacePreprocessor(manifest.input());
    Landmarks template = manifest.template();
    aligner = template == null ? null : new FaceAligner(manifest.input(), template);
    inputSize = manifest.input().size();
    outputSize = manifest.labels().size();
    resize(1);
  }

  /** Makes the buffers hold just this many faces. */
  void resize(int faces) {
    if (inputs.capacity() < faces * inputSize) {
      inputs = direct(faces * inputSize * Float.BYTES).asFloatBuffer();
      outputs = direct(faces * outputSize * Float.BYTES).asFloatBuffer();
      typedInputs = typed(graph.inputType(), faces * inputSize);
      typedOutputs = typed(graph.outputType(), faces * outputSize);
    }
    inputs.limit(faces * inputSize);
    outputs.limit(faces * outputSize);
    typedInputs.limit(
        graph.inputType() == OnnxJavaType.FLOAT ? 0 : faces * inputSize * size(graph.inputType()));
    typedOutputs.limit(
        graph.outputType() == OnnxJavaType.FLOAT
            ? 0
            : faces * outputSize * size(graph.outputType()));
  }

  private static ByteBuffer typed(OnnxJavaType type, int values) {
    return type == OnnxJavaType.FLOAT ? ByteBuffer.allocate(0) : direct(values * size(type));
  }

  private static int size(OnnxJavaType type) {
    return type == OnnxJavaType.UINT8 ? 1 : Short.BYTES;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Writes one face as the model wants it: turned, if its landmarks tell that it is tilted. */
  void write(Image image, ByteBuffer pixels, FaceCrop crop, int face) {
    FaceCrop framed = crop.scaled(manifest.cropScale());
    Landmarks landmarks = isAligned ? crop.landmarks() : null;
    if (landmarks == null || !writeTurned(image, pixels, framed, landmarks, face)) {
      preprocessor.write(image, pixels, framed, inputs, face);
    }
  }

  private boolean writeTurned(
      Image image, ByteBuffer pixels, FaceCrop framed, Landmarks landmarks, int face) {
    if (aligner != null) {
      return aligner.write(image, pixels, landmarks, inputs, face);
    }
    if (leveler == null) {
      leveler = new FaceLeveler(manifest.input());
    }
    return leveler.write(image, pixels, framed, landmarks, inputs, face);
  }

  /** Gives the faces that were written, in the type that the model takes. */
  OnnxTensor inputTensor(OrtEnvironment environment, int batch) throws OrtException {
    long[] shape = manifest.input().shape(batch);
    if (graph.inputType() == OnnxJavaType.FLOAT) {
      return OnnxTensor.createTensor(environment, inputs, shape);
    }
    if (graph.inputType() == OnnxJavaType.FLOAT16) {
      ShortBuffer halves = typedInputs.asShortBuffer();
      for (int i = 0; i < inputs.limit(); i++) {
        halves.put(i, Fp16Conversions.floatToFp16(inputs.get(i)));
      }
    } else {
      for (int i = 0; i < inputs.limit(); i++) {
        typedInputs.put(i, (byte) Math.max(0, Math.min(MAX_LEVEL, Math.round(inputs.get(i)))));
      }
    }
    return OnnxTensor.createTensor(environment, typedInputs, shape, graph.inputType());
  }

  /** Where the model is to write. */
  OnnxTensor outputTensor(OrtEnvironment environment, int batch) throws OrtException {
    long[] shape = {batch, outputSize};
    return graph.outputType() == OnnxJavaType.FLOAT
        ? OnnxTensor.createTensor(environment, outputs, shape)
        : OnnxTensor.createTensor(environment, typedOutputs, shape, graph.outputType());
  }

  /** What the model wrote, after a run. */
  FloatBuffer outputs() {
    if (graph.outputType() == OnnxJavaType.FLOAT16) {
      ShortBuffer halves = typedOutputs.asShortBuffer();
      for (int i = 0; i < outputs.limit(); i++) {
        outputs.put(i, Fp16Conversions.fp16ToFloat(halves.get(i)));
      }
    }
    return outputs;
  }
}
