package io.github.deepfer.onnx.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds operators that run without end, or that make out of a few constants more than any network
 * for faces needs, where the file shows it. What sizes that are computed while the model runs come
 * to cannot be seen.
 */
final class OperatorCheck {
  /** 64 MiB of floats: a feature map of 64 channels for 512x512 pixels. */
  static final long MAX_VALUES = 1 << 24;

  /** Shapes and the like; what is longer is a weight. */
  private static final int MAX_CONSTANT = 64;

  /** Those that repeat graphs; search decoders of language models do so inside. */
  private static final Set<String> ENDLESS =
      Set.of(
          "Loop",
          "Scan",
          "SequenceMap",
          "BeamSearch",
          "WhisperBeamSearch",
          "GreedySearch",
          "Sampling");

  /** The operators that make as many values as an input says, and the place of that input. */
  private static final Map<String, Integer> SIZED_BY =
      Map.of("ConstantOfShape", 0, "Expand", 1, "Tile", 1, "OneHot", 1, "Resize", 3);

  private static final Set<String> SIZED_BY_ATTRIBUTE = Set.of("RandomNormal", "RandomUniform");

  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int NODE_INPUT = 1;
  private static final int NODE_OUTPUT = 2;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTE = 5;
  private static final int ATTRIBUTE_NAME = 1;
  private static final int ATTRIBUTE_INT = 3;
  private static final int ATTRIBUTE_TENSOR = 5;
  private static final int ATTRIBUTE_GRAPH = 6;
  private static final int ATTRIBUTE_INTS = 8;
  private static final int ATTRIBUTE_GRAPHS = 11;
  private static final int TENSOR_TYPE = 2;
  private static final int TENSOR_INT32 = 5;
  private static final int TENSOR_INT64 = 7;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_RAW = 9;
  private static final int TYPE_INT32 = 6;
  private static final int TYPE_INT64 = 7;

  private OperatorCheck() {}

  /**
   * Looks through a file whose structure is known to be sound.
   *
   * @return what is wrong and how to mend it, or null
   */
  static @Nullable String findFault(byte[] file) throws ProtobufReader.Malformed {
    ProtobufReader fields = new ProtobufReader(file);
    while (fields.next()) {
      if (fields.field() == MODEL_GRAPH && fields.isContent()) {
        return inGraph(fields.message(), new Scope(null, new HashMap<>()));
      }
    }
    return null;
  }

  /** The constants of a graph, and those of the graphs that it lies in. */
  private record Scope(@Nullable Scope outer, Map<String, long[]> own) {
    long @Nullable [] find(String name) {
      long[] found = own.get(name);
      return found != null || outer == null ? found : outer.find(name);
    }
  }

  private record Node(
      String operator,
      List<String> inputs,
      List<String> outputs,
      Map<String, long[]> numbers,
      List<ProtobufReader> graphs) {}

  private static @Nullable String inGraph(ProtobufReader fields, Scope scope)
      throws ProtobufReader.Malformed {
    Map<String, long[]> constants = scope.own;
    List<Node> nodes = new ArrayList<>();
    while (fields.next()) {
      if (fields.field() == GRAPH_INITIALIZER && fields.isContent()) {
        readTensor(fields.message(), "", constants);
      } else if (fields.field() == GRAPH_NODE && fields.isContent()) {
        nodes.add(readNode(fields.message()));
      }
    }
    for (Node node : nodes) {
      if (node.operator.equals("Constant") && !node.outputs.isEmpty()) {
        node.numbers.values().forEach(value -> constants.put(node.outputs.get(0), value));
      }
    }
    for (Node node : nodes) {
      String fault = faultOf(node, scope);
      for (int i = 0; fault == null && i < node.graphs.size(); i++) {
        fault = inGraph(node.graphs.get(i), new Scope(scope, new HashMap<>()));
      }
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable String faultOf(Node node, Scope scope) {
    if (ENDLESS.contains(node.operator)) {
      return "its operator "
          + node.operator
          + " can run without end; networks for faces need none: export it with its loops unrolled";
    }
    long values = 1;
    Integer place = SIZED_BY.get(node.operator);
    if (place != null && place < node.inputs.size()) {
      values = product(scope.find(node.inputs.get(place)));
    } else if (SIZED_BY_ATTRIBUTE.contains(node.operator)) {
      values = product(node.numbers.get("shape"));
    } else if (node.operator.equals("Range") && node.inputs.size() == 3) {
      values = steps(node.inputs, scope);
    }
    return values <= MAX_VALUES
        ? null
        : "its operator "
            + node.operator
            + " makes "
            + (values == Long.MAX_VALUE ? "endless" : values)
            + " values out of constants, the limit is "
            + MAX_VALUES
            + "; export it with smaller ones";
  }

  /** As far as a long goes. */
  private static long product(long @Nullable [] sizes) {
    long product = 1;
    for (long size : sizes == null ? new long[0] : sizes) {
      // A negative size copies one, or is refused by ONNX Runtime.
      if (size > 0 && product > Long.MAX_VALUE / size) {
        return Long.MAX_VALUE;
      }
      product *= Math.max(1, size);
    }
    return product;
  }

  private static long steps(List<String> startEndStep, Scope scope) {
    double[] numbers = new double[startEndStep.size()];
    for (int i = 0; i < numbers.length; i++) {
      long[] number = scope.find(startEndStep.get(i));
      if (number == null || number.length != 1) {
        return 1;
      }
      numbers[i] = number[0];
    }
    return (long) Math.ceil((numbers[1] - numbers[0]) / numbers[2]);
  }

  private static Node readNode(ProtobufReader fields) throws ProtobufReader.Malformed {
    String operator = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, long[]> numbers = new HashMap<>();
    List<ProtobufReader> graphs = new ArrayList<>();
    while (fields.next()) {
      if (!fields.isContent()) {
        continue;
      }
      switch (fields.field()) {
        case NODE_INPUT -> inputs.add(fields.text());
        case NODE_OUTPUT -> outputs.add(fields.text());
        case NODE_OPERATOR -> operator = fields.text();
        case NODE_ATTRIBUTE -> readAttribute(fields.message(), numbers, graphs);
        default -> {}
      }
    }
    return new Node(operator, inputs, outputs, numbers, graphs);
  }

  private static void readAttribute(
      ProtobufReader fields, Map<String, long[]> numbers, List<ProtobufReader> graphs)
      throws ProtobufReader.Malformed {
    String name = "";
    List<Long> values = new ArrayList<>();
    while (fields.next()) {
      switch (fields.field()) {
        case ATTRIBUTE_NAME -> name = fields.isContent() ? fields.text() : name;
        case ATTRIBUTE_INT, ATTRIBUTE_INTS -> addNumbers(fields, values);
        case ATTRIBUTE_TENSOR -> {
          if (fields.isContent()) {
            readTensor(fields.message(), name, numbers);
          }
        }
        case ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS -> {
          if (fields.isContent()) {
            graphs.add(fields.message());
          }
        }
        default -> {}
      }
    }
    if (!values.isEmpty()) {
      numbers.put(name, toArray(values));
    }
  }

  /** Puts a short tensor of whole numbers under its name, or under another if it is given one. */
  private static void readTensor(
      ProtobufReader fields, String otherName, Map<String, long[]> constants)
      throws ProtobufReader.Malformed {
    String name = "";
    long type = 0;
    List<Long> values = new ArrayList<>();
    byte[] raw = new byte[0];
    while (fields.next()) {
      switch (fields.field()) {
        case TENSOR_TYPE -> type = fields.isNumber() ? fields.number() : type;
        case TENSOR_INT32, TENSOR_INT64 -> addNumbers(fields, values);
        case TENSOR_NAME -> name = fields.isContent() ? fields.text() : name;
        case TENSOR_RAW ->
            raw =
                fields.isContent() && fields.length() <= MAX_CONSTANT * Long.BYTES
                    ? fields.content()
                    : raw;
        default -> {}
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    while (type == TYPE_INT64 && bytes.remaining() >= Long.BYTES) {
      values.add(bytes.getLong());
    }
    while (type == TYPE_INT32 && bytes.remaining() >= Integer.BYTES) {
      values.add((long) bytes.getInt());
    }
    if ((type == TYPE_INT64 || type == TYPE_INT32) && !values.isEmpty()) {
      constants.put(otherName.isEmpty() ? name : otherName, toArray(values));
    }
  }

  private static void addNumbers(ProtobufReader fields, List<Long> values)
      throws ProtobufReader.Malformed {
    if (fields.isNumber()) {
      if (values.size() < MAX_CONSTANT) {
        values.add(fields.number());
      }
    } else if (fields.isContent()) {
      ProtobufReader packed = fields.message();
      while (packed.remaining() > 0 && values.size() < MAX_CONSTANT) {
        values.add(packed.packedNumber());
      }
    }
  }

  private static long[] toArray(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
