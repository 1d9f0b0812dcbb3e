package io.github.deepfer.benchmarks;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * ONNX Runtime alone, on tensors made once: the least that a run of a model can cost from Java. Its
 * session has the settings of the library's. For one thread.
 */
public final class RawSession implements AutoCloseable {
  private final SessionOptions options = new SessionOptions();
  private final OrtSession session;
  private final OnnxTensor input;
  private final OnnxTensor output;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;

  /**
   * Opens a session.
   *
   * @param model the model's file
   * @param batch faces of each run
   * @param threads threads that compute one run
   * @throws OrtException if the model cannot be loaded
   */
  public RawSession(byte[] model, int batch, int threads) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    options.setInterOpNumThreads(1);
    options.setIntraOpNumThreads(threads);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    session = environment.createSession(model, options);
    NodeInfo inputInfo = session.getInputInfo().values().iterator().next();
    NodeInfo outputInfo = session.getOutputInfo().values().iterator().next();
    input = tensor(environment, inputInfo, batch);
    output = tensor(environment, outputInfo, batch);
    inputs = Map.of(inputInfo.getName(), input);
    outputs = Map.of(outputInfo.getName(), output);
    fill(inputs());
  }

  private static void fill(FloatBuffer faces) {
    ByteBuffer pixels = Frames.face(48).pixels();
    for (int i = 0; i < faces.limit(); i++) {
      faces.put(i, (pixels.get(i % pixels.limit()) & 0xff) / 255f);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, NodeInfo info, int batch)
      throws OrtException {
    long[] shape = ((TensorInfo) info.getInfo()).getShape().clone();
    shape[0] = batch;
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
   * The outputs of the last run.
   *
   * @return the tensor's own memory, to be read by index
   */
  public FloatBuffer outputs() {
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
    output.close();
    session.close();
    options.close();
  }
}
