package io.github.deepfer.onnx.file;

import io.github.deepfer.api.ModelException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks through an ONNX file (onnx.proto of ONNX 1.19) before ONNX Runtime does, for what its
 * native code is better not given: files that refer to other files or to memory, tensors that claim
 * more elements than they bring, operators that run without end or make too much of a constant, and
 * structures that make it recurse. Weights are skipped, so this takes microseconds.
 */
final class ModelFormat {
  /** ONNX Runtime loads its own format from bytes too, if they have this at byte 4. */
  private static final byte[] ORT_FORMAT = {'O', 'R', 'T', 'M'};

  /** Graphs in graphs, three messages deep each; real models nest a few. */
  private static final int MAX_DEPTH = 40;

  /** The densest elements have two bits, in raw data. */
  private static final int MAX_ELEMENTS_PER_BYTE = 4;

  /** As many as names, licences and self-tests of the largest input need, and far more. */
  private static final int MAX_METADATA_BYTES = 8 << 20;

  private static final int TENSOR_DIMS = 1;
  private static final int TENSOR_EXTERNAL_DATA = 13;
  private static final int TENSOR_DATA_LOCATION = 14;
  private static final int MODEL_METADATA = 14;
  private static final int MODEL_FUNCTIONS = 25;

  private final String modelId;
  private long metadataBytes;

  private ModelFormat(String modelId) {
    this.modelId = modelId;
  }

  /** The messages that can hold a tensor, with the fields that lead to it. */
  private enum Message {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    TENSOR,
    SPARSE_TENSOR,
    TRAINING_INFO;

    /** The messages by field; of those that are not repeated only one may be there. */
    private Map<Integer, Message> children() {
      return switch (this) {
        case MODEL -> Map.of(7, GRAPH, 20, TRAINING_INFO);
        case GRAPH -> Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR);
        case NODE -> Map.of(5, ATTRIBUTE);
        case ATTRIBUTE ->
            Map.of(
                5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH, 22, SPARSE_TENSOR, 23, SPARSE_TENSOR);
        case SPARSE_TENSOR -> Map.of(1, TENSOR, 2, TENSOR);
        case TRAINING_INFO -> Map.of(1, GRAPH, 2, GRAPH);
        case TENSOR -> Map.of();
      };
    }

    private boolean isRepeated(int field) {
      return switch (this) {
        case MODEL -> field == 20;
        case GRAPH, NODE -> true;
        case ATTRIBUTE -> field == 10 || field == 11 || field == 23;
        case SPARSE_TENSOR, TRAINING_INFO, TENSOR -> false;
      };
    }
  }

  /** Throws a {@link ModelException} if the file is not to be given to ONNX Runtime. */
  static void check(String modelId, byte[] file) {
    ModelFormat format = new ModelFormat(modelId);
    if (isOrtFormat(file)) {
      throw format.refused(
          "it is in ONNX Runtime's own format; give the .onnx file that it was made from");
    }
    try {
      format.check(Message.MODEL, new ProtobufReader(file), 0);
      String fault = OperatorCheck.findFault(file);
      if (fault != null) {
        throw format.refused(fault);
      }
    } catch (ProtobufReader.Malformed e) {
      throw new ModelException(
          "model "
              + modelId
              + " is damaged or no ONNX model: "
              + e.getMessage()
              + " of "
              + file.length
              + "; get the file again",
          e);
    }
  }

  private static boolean isOrtFormat(byte[] file) {
    for (int i = 0; i < ORT_FORMAT.length; i++) {
      if (file.length < 8 || file[4 + i] != ORT_FORMAT[i]) {
        return false;
      }
    }
    return true;
  }

  private void check(Message message, ProtobufReader fields, int depth)
      throws ProtobufReader.Malformed {
    if (depth > MAX_DEPTH) {
      throw refused("its graphs are nested more than " + MAX_DEPTH + " messages deep");
    }
    if (message == Message.TENSOR) {
      checkTensor(fields);
      return;
    }
    Map<Integer, Message> children = message.children();
    Set<Integer> single = new HashSet<>();
    while (fields.next()) {
      int field = fields.field();
      Message child = children.get(field);
      if (child != null && fields.isContent()) {
        // Parsers would merge two of them, each harmless, into one that is not.
        if (!message.isRepeated(field) && !single.add(field)) {
          throw refused("it has field " + field + " of " + message + " twice");
        }
        check(child, fields.message(), depth + 1);
      } else if (message == Message.MODEL) {
        checkModelField(fields);
      }
    }
  }

  private void checkModelField(ProtobufReader fields) {
    if (fields.field() == MODEL_FUNCTIONS) {
      // Functions that call themselves or double at each level are expanded without end.
      throw refused("it defines functions; inline them with onnx.inliner.inline_local_functions");
    }
    if (fields.field() == MODEL_METADATA) {
      metadataBytes += fields.length();
      if (metadataBytes > MAX_METADATA_BYTES) {
        throw refused("its metadata has more than " + MAX_METADATA_BYTES + " bytes");
      }
    }
  }

  private void checkTensor(ProtobufReader fields) throws ProtobufReader.Malformed {
    long most = (long) fields.remaining() * MAX_ELEMENTS_PER_BYTE;
    long elements = 1;
    while (fields.next()) {
      boolean external =
          fields.field() == TENSOR_DATA_LOCATION && fields.isNumber() && fields.number() != 0;
      if (external || fields.field() == TENSOR_EXTERNAL_DATA) {
        throw refused(
            "its weights lie outside the file, which is not read for safety; save it as one file,"
                + " with onnx.save_model(model, path, save_as_external_data=False)");
      }
      if (fields.field() == TENSOR_DIMS) {
        if (fields.isNumber()) {
          elements = times(elements, fields.number(), most);
        } else if (fields.isContent()) {
          ProtobufReader packed = fields.message();
          while (packed.remaining() > 0) {
            elements = times(elements, packed.packedNumber(), most);
          }
        }
      }
    }
  }

  private long times(long elements, long dimension, long most) {
    if (dimension < 0 || (dimension > 0 && elements > most / dimension)) {
      throw refused(
          "a tensor claims a dimension of "
              + dimension
              + ", more elements than its "
              + most / MAX_ELEMENTS_PER_BYTE
              + " bytes can hold");
    }
    return elements * dimension;
  }

  private ModelException refused(String reason) {
    return new ModelException("model " + modelId + " is refused: " + reason);
  }
}
