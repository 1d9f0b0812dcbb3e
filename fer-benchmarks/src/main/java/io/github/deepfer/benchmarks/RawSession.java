package io.github.deepfer.benchmarks;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ONNX Runtime alone, on tensors made once: the least that a run of a model can cost from Java. Its
 * session has the settings of the library's. For one thread.
 */
public final class RawSession implements AutoCloseable {
  private final SessionOptions options = new SessionOptions();
  private final OrtSession session;
  private final OnnxTensor input;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

  /**
   * Opens a session of a classifier.
   *
   * @param model the model's file
   * @param batch faces of each run
   * @param threads threads that compute one run
   * @throws OrtException if the model cannot be loaded
   */
  public RawSession(byte[] model, int batch, int threads) throws OrtException {
    this(model, new long[] {batch, -1, -1, -1}, threads);
  }

  /**
   * Opens a session.
   *
   * @param model the model's file, whose only input is of floats
   * @param shape of the input; the model's own where it is -1
   * @param threads threads that compute one run
   * @throws OrtException if the model cannot be loaded
   */
  public RawSession(byte[] model, long[] shape, int threads) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    options.setInterOpNumThreads(1);
    options.setIntraOpNumThreads(threads);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    session = environment.createSession(model, options);
    NodeInfo info = session.getInputInfo().values().iterator().next();
    long[] whole = shape.clone();
    for (int i = 0; i < whole.length; i++) {
      whole[i] = whole[i] < 0 ? ((TensorInfo) info.getInfo()).getShape()[i] : whole[i];
    }
    input = tensor(environment, whole);
    inputs = Map.of(info.getName(), input);
    fill(inputs());
    try (OrtSession.Result first = session.run(inputs)) {
      for (Map.Entry<String, OnnxValue> output : first) {
        long[] size = ((TensorInfo) output.getValue().getInfo()).getShape();
        outputs.put(output.getKey(), tensor(environment, size));
      }
    }
  }

  private static void fill(FloatBuffer faces) {
    ByteBuffer pixels = Frames.face(48).pixels();
    for (int i = 0; i < faces.limit(); i++) {
      faces.put(i, (pixels.get(i % pixels.limit()) & 0xff) / 255f);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, long[] shape) throws OrtException {
    int floats = 1;
    for (long size : shape) {
      floats = Math.toIntExact(floats * size);
    }
    FloatBuffer values =
        ByteBuffer.allocateDirect(Float.BYTES * floats)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    return OnnxTensor.createTensor(environment, values, shape);
  }

  /**
   * The input of the next run. It holds an average face for each face of the batch, since a network
   * takes longer on some numbers, such as denormal ones, than on others.
   *
   * @return the tensor's own memory, to be written by index
   */
  public FloatBuffer inputs() {
    return input.getBufferRef().map(buffer -> (FloatBuffer) buffer).orElseThrow();
  }

  /**
   * The first output of the last run.
   *
   * @return the tensor's own memory, to be read by index
   */
  public FloatBuffer outputs() {
    OnnxTensor output = outputs.values().iterator().next();
    return output.getBufferRef().map(buffer -> (FloatBuffer) buffer).orElseThrow();
  }

  /** Runs the model on what {@link #inputs()} holds. */
  public void run() {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws OrtException {
    input.close();
    outputs.values().forEach(OnnxTensor::close);
    session.close();
    options.close();
  }
}
