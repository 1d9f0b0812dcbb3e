package io.github.deepfer.onnx.classify;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.deepfer.api.ModelException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ends of a model's graph, checked against what the model says of itself.
 *
 * @param input name of the input
 * @param inputType FLOAT, FLOAT16 or UINT8
 * @param output name of the output
 * @param outputType FLOAT or FLOAT16
 * @param outputs names of all outputs
 * @param fixedBatch faces per run if the graph fixes them, otherwise 0
 */
record ModelGraph(
    String input,
    OnnxJavaType inputType,
    String output,
    OnnxJavaType outputType,
    List<String> outputs,
    int fixedBatch) {
  private static final Set<OnnxJavaType> INPUT_TYPES =
      EnumSet.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.UINT8);
  private static final Set<OnnxJavaType> OUTPUT_TYPES =
      EnumSet.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16);

  /** A fixed batch is held whole, however few faces there are: 256 MiB. */
  private static final int MAX_FLOATS = 1 << 26;

  static ModelGraph check(String modelId, OrtSession session, ModelManifest manifest)
      throws OrtException {
    NodeInfo input = only(modelId, "input", session.getInputInfo());
    NodeInfo output = output(modelId, session.getOutputInfo(), manifest.outputName());
    long[] inputShape = manifest.input().shape(-1);
    long[] outputShape = {-1, manifest.labels().size()};
    int inputBatch = batch(modelId, "input", input, INPUT_TYPES, inputShape, "fer.input.*");
    int outputBatch = batch(modelId, "output", output, OUTPUT_TYPES, outputShape, "fer.labels");
    if (inputBatch != 0 && outputBatch != 0 && inputBatch != outputBatch) {
      throw new ModelException(
          "model "
              + modelId
              + ": input "
              + input.getName()
              + " takes "
              + inputBatch
              + " faces, but output "
              + output.getName()
              + " gives "
              + outputBatch
              + "; export the file again");
    }
    return new ModelGraph(
        input.getName(),
        type(input),
        output.getName(),
        type(output),
        List.copyOf(session.getOutputNames()),
        inputBatch);
  }

  private static OnnxJavaType type(NodeInfo node) {
    return ((TensorInfo) node.getInfo()).type;
  }

  private static NodeInfo output(
      String modelId, Map<String, NodeInfo> outputs, @Nullable String name) {
    if (name == null && outputs.size() == 1) {
      return outputs.values().iterator().next();
    }
    NodeInfo named = name == null ? null : outputs.get(name);
    if (named != null) {
      return named;
    }
    throw new ModelException(
        "model "
            + modelId
            + (name == null ? " has several outputs" : " has no output " + name)
            + "; its outputs are "
            + outputs.keySet()
            + ": choose the one that scores the emotions with PipelineBuilder.head, --head or"
            + " fer.output.name");
  }

  private static NodeInfo only(String modelId, String end, Map<String, NodeInfo> nodes) {
    if (nodes.size() != 1) {
      throw new ModelException(
          "model "
              + modelId
              + " must have one "
              + end
              + ", got "
              + nodes.keySet()
              + "; export it with the faces and the scores only");
    }
    return nodes.values().iterator().next();
  }

  /** Checks one end, and gives its fixed batch size or 0. */
  private static int batch(
      String modelId,
      String end,
      NodeInfo node,
      Set<OnnxJavaType> types,
      long[] expected,
      String described) {
    if (node.getInfo() instanceof TensorInfo tensor
        && types.contains(tensor.type)
        && fits(tensor.getShape(), expected)) {
      return (int) Math.max(0, tensor.getShape()[0]);
    }
    throw new ModelException(
        "model "
            + modelId
            + ": by "
            + described
            + " "
            + end
            + " "
            + node.getName()
            + " must be one of "
            + types
            + " of shape "
            + Arrays.toString(expected)
            + " (-1 is any, and at most "
            + MAX_FLOATS
            + " numbers), got "
            + node.getInfo()
            + "; correct the metadata or export the file again");
  }

  private static boolean fits(long[] shape, long[] expected) {
    if (shape.length != expected.length || shape[0] == 0) {
      return false;
    }
    long floats = Math.max(1, shape[0]);
    for (int i = 1; i < shape.length; i++) {
      // -1 stands for a size that is known only when the model runs.
      if (shape[i] != expected[i] && shape[i] != -1) {
        return false;
      }
      floats = floats > MAX_FLOATS ? floats : floats * expected[i];
    }
    return floats <= MAX_FLOATS;
  }
}
