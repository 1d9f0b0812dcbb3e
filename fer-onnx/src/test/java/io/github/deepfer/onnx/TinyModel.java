package io.github.deepfer.onnx;

import io.github.deepfer.api.Model;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model of a few weights with metadata of the test's choice. Output k is four times value k of
 * the input, which is a picture of 4x4 pixels scaled to [0, 1].
 */
public final class TinyModel {
  /** In the order of the outputs, but not of the enumeration. */
  public static final String LABELS = "angry,disgust,fear,happy,sad,surprise,neutral";

  private final byte[] graph;
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private TinyModel(String graph) {
    try (InputStream stream = TinyModel.class.getResourceAsStream(graph + ".onnx")) {
      this.graph = stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes one of the graphs of src/test/python/tiny_models.py, with no metadata. */
  public static TinyModel bare(String graph) {
    return new TinyModel(graph);
  }

  /** A grey one with sound metadata. */
  public static TinyModel gray(String graph) {
    return new TinyModel(graph)
        .withSoundMetadata("gray", "NCHW")
        .with("selftest.input", base64(IntStream.range(0, 16).map(i -> 10 * i).toArray()))
        .with("selftest.output", outputs(0, 10, 20, 30, 40, 50, 60));
  }

  /** One of three channels with sound metadata. */
  public static TinyModel color(String graph, String color, String layout, String selfTestOutput) {
    return new TinyModel(graph)
        .withSoundMetadata(color, layout)
        .with("selftest.input", base64(IntStream.range(0, 48).map(i -> 5 * i).toArray()))
        .with("selftest.output", selfTestOutput);
  }

  /** One with no more said of it than must be. */
  public static TinyModel foreign(String graph, String color, String layout) {
    return new TinyModel(graph)
        .with("input.layout", layout)
        .with("input.width", "4")
        .with("input.height", "4")
        .with("input.color", color)
        .with("input.scale", Double.toString(1 / 255.0))
        .with("labels", LABELS)
        .with("output", "logits");
  }

  private TinyModel withSoundMetadata(String color, String layout) {
    return with("schema", "1")
        .with("id", "tiny")
        .with("version", "1.2.3")
        .with("task", "emotion-classification")
        .with("license", "Apache-2.0")
        .with("input.layout", layout)
        .with("input.width", "4")
        .with("input.height", "4")
        .with("input.color", color)
        .with("input.scale", Double.toString(1 / 255.0))
        .with("input.mean", "0")
        .with("input.std", "1")
        .with("crop.scale", "1")
        .with("labels", LABELS)
        .with("output", "logits")
        .with("temperature", "1")
        .with("selftest.tolerance", "1e-4");
  }

  public TinyModel with(String key, String value) {
    metadata.put("fer." + key, value);
    return this;
  }

  public TinyModel without(String key) {
    metadata.remove("fer." + key);
    return this;
  }

  /** What the model gives for these pixels. */
  public static String outputs(int... pixels) {
    return IntStream.of(pixels)
        .mapToObj(pixel -> Double.toString(4 * pixel / 255.0))
        .collect(Collectors.joining(","));
  }

  public Model model() {
    byte[] bytes = bytes();
    return new Model("tiny.onnx", "onnx", null, () -> new ByteArrayInputStream(bytes));
  }

  /** The graph as a foreign file, which says nothing of itself, described by the metadata. */
  public Model described() {
    return new Model("foreign.onnx", "onnx", null, () -> new ByteArrayInputStream(graph))
        .describedBy(metadata);
  }

  /** Another file, described by the metadata. */
  public Model describing(String id, Model.Content file) {
    return new Model(id, "onnx", null, file, metadata);
  }

  /** Writes the same as {@link #described} into a folder. */
  public Path writeDescribed(Path folder) throws IOException {
    StringBuilder properties = new StringBuilder();
    metadata.forEach((key, value) -> properties.append(key + " = " + value + "\n"));
    Files.writeString(folder.resolve("foreign.properties"), properties);
    return Files.write(folder.resolve("foreign.onnx"), graph);
  }

  private byte[] bytes() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(graph);
    // ModelProto.metadata_props is field 14: an entry of key 1 and value 2, all length-delimited.
    metadata.forEach(
        (key, value) -> {
          ByteArrayOutputStream entry = new ByteArrayOutputStream();
          write(entry, 1, key.getBytes(StandardCharsets.UTF_8));
          write(entry, 2, value.getBytes(StandardCharsets.UTF_8));
          write(file, 14, entry.toByteArray());
        });
    return file.toByteArray();
  }

  private static void write(ByteArrayOutputStream message, int field, byte[] content) {
    message.write(field << 3 | 2);
    for (int length = content.length; ; length >>>= 7) {
      if (length < 0x80) {
        message.write(length);
        break;
      }
      message.write(length & 0x7f | 0x80);
    }
    message.writeBytes(content);
  }

  private static String base64(int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    return Base64.getEncoder().encodeToString(bytes);
  }
}
