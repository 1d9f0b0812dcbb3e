package io.github.deepfer.onnx.detect;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.deepfer.api.Image;
import io.github.deepfer.onnx.detect.FaceNet.SearchSize;
import io.github.deepfer.onnx.runtime.ModelSession;
import io.github.deepfer.onnx.tensor.InputSpec;
import io.github.deepfer.onnx.tensor.PictureWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one search works in, kept for the next picture: of any size, as memory only grows. Not
 * thread-safe.
 */
final class SearchBuffers implements AutoCloseable {
  private final OrtEnvironment environment;
  private final FaceNet net;
  private final String inputName;
  private final PictureWriter writer = new PictureWriter();
  private final Candidates candidates = new Candidates();
  private final Map<String, OnnxTensorLike> inputTensors = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputTensors = new LinkedHashMap<>();
  private final List<FloatBuffer> outputs = new ArrayList<>();
  private FloatBuffer memory = FloatBuffer.allocate(0);
  private FloatBuffer input = memory;
  private @Nullable InputSpec spec;

  SearchBuffers(OrtEnvironment environment, FaceNet net, String inputName) {
    this.environment = environment;
    this.net = net;
    this.inputName = inputName;
  }

  /** Runs the net on a picture and gives the faces, in pixels of the input. */
  Candidates search(ModelSession session, Image image, SearchSize place, float minScore)
      throws OrtException {
    writer.write(image, prepare(place), place.scale(), input);
    session.runs().run(session.session(), inputTensors, outputTensors);
    candidates.clear();
    net.decode(outputs, place, minScore, candidates);
    candidates.suppress();
    return candidates;
  }

  /** Lays out the memory for inputs of this size. */
  private InputSpec prepare(SearchSize size) throws OrtException {
    if (spec != null && spec.width() == size.width() && spec.height() == size.height()) {
      return spec;
    }
    close();
    InputSpec next = net.input(size);
    List<FaceNet.Output> wanted = net.outputs(size);
    reserve(next.size() + wanted.stream().mapToInt(FaceNet.Output::floats).sum());
    input = memory.slice(0, next.size());
    inputTensors.put(inputName, OnnxTensor.createTensor(environment, input, next.shape(1)));
    int at = next.size();
    for (FaceNet.Output output : wanted) {
      FloatBuffer part = memory.slice(at, output.floats());
      outputTensors.put(output.name(), OnnxTensor.createTensor(environment, part, output.shape()));
      outputs.add(part);
      at += output.floats();
    }
    spec = next;
    return next;
  }

  private void reserve(int floats) {
    if (memory.capacity() < floats) {
      memory =
          ByteBuffer.allocateDirect(floats * Float.BYTES)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
  }

  @Override
  public void close() {
    spec = null;
    inputTensors.values().forEach(OnnxTensorLike::close);
    outputTensors.values().forEach(OnnxTensor::close);
    inputTensors.clear();
    outputTensors.clear();
    outputs.clear();
  }
}
