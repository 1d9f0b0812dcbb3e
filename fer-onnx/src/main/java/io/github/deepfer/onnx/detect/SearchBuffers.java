package io.github.deepfer.onnx.detect;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.onnx.detect.FaceNet.SearchSize;
import io.github.deepfer.onnx.tensor.FacePreprocessor;
import io.github.deepfer.onnx.tensor.InputSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one search works in, kept for the next picture of the same size. Not thread-safe. */
final class SearchBuffers implements AutoCloseable {
  private final OrtEnvironment environment;
  private final FaceNet net;
  private final String inputName;
  private final Candidates candidates = new Candidates();
  private @Nullable Tensors tensors;

  SearchBuffers(OrtEnvironment environment, FaceNet net, String inputName) {
    this.environment = environment;
    this.net = net;
    this.inputName = inputName;
  }

  /** Runs the net on a picture and gives the faces, in pixels of the input. */
  Candidates search(OrtSession session, Image image, SearchSize place, float minScore)
      throws OrtException {
    Tensors fitting = fitting(place);
    // What the picture does not fill repeats its edge, as all crops do that reach outside.
    FaceCrop whole =
        new FaceCrop(
            0,
            0,
            (float) (place.width() / place.scale()),
            (float) (place.height() / place.scale()));
    fitting.preprocessor.write(image, image.pixels(), whole, fitting.input, 0);
    // Closing the result leaves the outputs open, which it does not own.
    session.run(fitting.inputTensors, fitting.outputTensors).close();
    candidates.clear();
    net.decode(fitting.outputs, place, minScore, candidates);
    candidates.suppress();
    return candidates;
  }

  private Tensors fitting(SearchSize size) throws OrtException {
    Tensors kept = tensors;
    if (kept != null && kept.fits(size)) {
      return kept;
    }
    close();
    Tensors made = new Tensors(environment, net, inputName, size);
    tensors = made;
    return made;
  }

  @Override
  public void close() {
    Tensors kept = tensors;
    tensors = null;
    if (kept != null) {
      kept.close();
    }
  }

  /** The net's input and outputs at one size. */
  private static final class Tensors implements AutoCloseable {
    private final SearchSize size;
    private final FacePreprocessor preprocessor;
    private final FloatBuffer input;
    private final List<FloatBuffer> outputs = new ArrayList<>();
    private final Map<String, OnnxTensorLike> inputTensors = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputTensors = new LinkedHashMap<>();

    Tensors(OrtEnvironment environment, FaceNet net, String inputName, SearchSize size)
        throws OrtException {
      this.size = size;
      InputSpec spec = net.input(size);
      preprocessor = new FacePreprocessor(spec);
      input = direct(spec.size());
      try {
        inputTensors.put(inputName, OnnxTensor.createTensor(environment, input, spec.shape(1)));
        for (FaceNet.Output output : net.outputs(size)) {
          FloatBuffer buffer = direct(output.floats());
          outputs.add(buffer);
          outputTensors.put(
              output.name(), OnnxTensor.createTensor(environment, buffer, output.shape()));
        }
      } catch (OrtException | RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    private static FloatBuffer direct(int floats) {
      return ByteBuffer.allocateDirect(floats * Float.BYTES)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }

    /** Whether it is as large as a picture needs, wherever that lies in the input. */
    boolean fits(SearchSize other) {
      return size.width() == other.width() && size.height() == other.height();
    }

    @Override
    public void close() {
      inputTensors.values().forEach(OnnxTensorLike::close);
      outputTensors.values().forEach(OnnxTensor::close);
    }
  }
}
