package io.github.deepfer.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes messages of onnx.proto field by field, also those that no exporter would write. */
public final class OnnxMessage {
  public static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public OnnxMessage number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  public OnnxMessage content(int field, byte[] content) {
    varint((long) field << 3 | 2);
    varint(content.length);
    bytes.writeBytes(content);
    return this;
  }

  public OnnxMessage text(int field, String text) {
    return content(field, text.getBytes(StandardCharsets.UTF_8));
  }

  public OnnxMessage message(int field, OnnxMessage message) {
    return content(field, message.bytes());
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }

  private void varint(long value) {
    long rest = value;
    for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
      bytes.write((int) rest & 0x7F | 0x80);
    }
    bytes.write((int) rest);
  }

  public static OnnxMessage model(OnnxMessage graph) {
    return new OnnxMessage()
        .number(1, 8)
        .message(7, graph)
        .message(8, new OnnxMessage().number(2, 17));
  }

  /** y = x + weights, over four numbers a face. */
  public static OnnxMessage adding(OnnxMessage weights) {
    return graph(node("Add", "y", "x", "w")).message(5, weights);
  }

  public static OnnxMessage graph(OnnxMessage... nodes) {
    OnnxMessage graph = new OnnxMessage();
    for (OnnxMessage node : nodes) {
      graph.message(1, node);
    }
    return graph.text(2, "g").message(11, value("x", -1, 4)).message(12, value("y", -1, 4));
  }

  public static OnnxMessage node(String operator, String output, String... inputs) {
    OnnxMessage node = new OnnxMessage();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, operator);
  }

  public static OnnxMessage tensor(int rawBytes, long... dimensions) {
    OnnxMessage tensor = new OnnxMessage();
    for (long dimension : dimensions) {
      tensor.number(1, dimension);
    }
    return tensor.number(2, FLOAT).text(8, "w").content(9, new byte[rawBytes]);
  }

  /** Adds the largest of so many numbers to the first seven of 4x4 pixels. */
  public static OnnxMessage exploding(long numbers) {
    OnnxMessage half =
        new OnnxMessage()
            .number(1, 1)
            .number(2, INT64)
            .text(8, "half")
            .content(9, raw(numbers / 2));
    OnnxMessage start =
        new OnnxMessage().number(1, 1).number(2, INT64).text(8, "start").content(9, raw(0));
    OnnxMessage end =
        new OnnxMessage().number(1, 1).number(2, INT64).text(8, "end").content(9, raw(7));
    OnnxMessage axis =
        new OnnxMessage().number(1, 1).number(2, INT64).text(8, "axis").content(9, raw(1));
    // The first pixel decides nothing, but keeps the tensor from being computed when it is loaded.
    return model(
        new OnnxMessage()
            .message(1, node("Flatten", "flat", "input"))
            .message(1, node("Slice", "seven", "flat", "start", "end", "axis"))
            .message(1, node("ReduceMean", "mean", "seven"))
            .message(1, node("Flatten", "mean1", "mean").message(5, attribute("axis", 0)))
            .message(1, node("Add", "size", "half", "half"))
            .message(1, node("Expand", "many", "mean1", "size"))
            .message(1, node("ReduceMax", "most", "many"))
            .message(1, node("Flatten", "most1", "most").message(5, attribute("axis", 0)))
            .message(1, node("Add", "output", "seven", "most1"))
            .message(5, half)
            .message(5, start)
            .message(5, end)
            .message(5, axis)
            .text(2, "g")
            .message(11, value("input", -1, 1, 4, 4))
            .message(12, value("output", -1, 7)));
  }

  private static OnnxMessage attribute(String name, long value) {
    return new OnnxMessage().text(1, name).number(3, value).number(20, 2);
  }

  private static byte[] raw(long number) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
  }

  /** A graph whose outputs are the same whatever its input is, which may have any size of -1. */
  public static OnnxMessage constant(
      long[] input, Map<String, float[]> outputs, int... valuesPerRow) {
    OnnxMessage graph = new OnnxMessage();
    int number = 0;
    for (Map.Entry<String, float[]> output : outputs.entrySet()) {
      int columns = valuesPerRow[number++];
      long rows = output.getValue().length / columns;
      graph.message(1, node("Identity", output.getKey(), output.getKey() + " of the test"));
      graph.message(
          5, floats(output.getKey() + " of the test", output.getValue(), 1, rows, columns));
      graph.message(12, value(output.getKey(), 1, rows, columns));
    }
    return model(graph.text(2, "g").message(11, value("input", input)));
  }

  private static OnnxMessage floats(String name, float[] values, long... dimensions) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    OnnxMessage tensor = new OnnxMessage();
    for (long dimension : dimensions) {
      tensor.number(1, dimension);
    }
    return tensor.number(2, FLOAT).text(8, name).content(9, raw.array());
  }

  private static OnnxMessage value(String name, long... dimensions) {
    OnnxMessage shape = new OnnxMessage();
    for (long dimension : dimensions) {
      shape.message(
          1,
          dimension < 0
              ? new OnnxMessage().text(2, "d" + shape.bytes().length)
              : new OnnxMessage().number(1, dimension));
    }
    OnnxMessage tensor = new OnnxMessage().number(1, FLOAT).message(2, shape);
    return new OnnxMessage().text(1, name).message(2, new OnnxMessage().message(1, tensor));
  }

  /** A tensor whose four floats are in another file. */
  public static OnnxMessage external(String location) {
    return new OnnxMessage()
        .number(1, 4)
        .number(2, FLOAT)
        .text(8, "w")
        .message(13, entry("location", location))
        .message(13, entry("offset", "4096"))
        .message(13, entry("length", "16"))
        .number(14, 1);
  }

  public static OnnxMessage entry(String key, String value) {
    return new OnnxMessage().text(1, key).text(2, value);
  }
}
