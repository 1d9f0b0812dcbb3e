package io.github.deepfer.onnx.classify;

import static io.github.deepfer.onnx.OnnxMessage.adding;
import static io.github.deepfer.onnx.OnnxMessage.entry;
import static io.github.deepfer.onnx.OnnxMessage.external;
import static io.github.deepfer.onnx.OnnxMessage.graph;
import static io.github.deepfer.onnx.OnnxMessage.model;
import static io.github.deepfer.onnx.OnnxMessage.node;
import static io.github.deepfer.onnx.OnnxMessage.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.OnnxMessage;
import io.github.deepfer.onnx.TinyModel;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to do harm are refused before ONNX Runtime sees them. */
class UntrustedModelTest {
  private static final String OUTSIDE = "weights lie outside the file";

  /** The writer of these tests writes what ONNX Runtime accepts, so that the rest is refused. */
  @Test
  void aSoundGraphIsLookedThroughAndLoaded() {
    assertThatThrownBy(() -> open(model(adding(tensor(16, 4))).bytes()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("does not describe itself");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../../../etc/passwd",
        "passwd",
        "weights.bin",
        "C:\\Windows\\win.ini",
        // What ONNX Runtime itself marks addresses in memory with.
        "*/_ORT_MEM_ADDR_/*"
      })
  void noOtherFileIsRead(String location) {
    assertRefused(model(adding(external(location))), OUTSIDE, "save_as_external_data=False");
  }

  static Stream<OnnxMessage> placesOfTensors() {
    OnnxMessage tensor = external("weights.bin");
    OnnxMessage sound = tensor(16, 4);
    return Stream.of(
        model(graph(node("Constant", "y").message(5, new OnnxMessage().message(5, tensor)))),
        model(graph(node("Constant", "y").message(5, new OnnxMessage().message(10, tensor)))),
        model(graph(node("If", "y", "c").message(5, new OnnxMessage().message(6, adding(tensor))))),
        model(
            graph(node("If", "y", "c").message(5, new OnnxMessage().message(11, adding(tensor))))),
        model(adding(sound).message(5, tensor)),
        model(adding(sound).message(15, new OnnxMessage().message(1, tensor))),
        model(adding(sound).message(15, new OnnxMessage().message(1, sound).message(2, tensor))),
        model(adding(sound)).message(20, new OnnxMessage().message(1, adding(tensor))),
        model(adding(sound)).message(20, new OnnxMessage().message(2, adding(tensor))),
        // Either mark alone.
        model(adding(new OnnxMessage().number(1, 4).number(14, 1))),
        model(adding(new OnnxMessage().number(1, 4).message(13, entry("location", "a")))));
  }

  @ParameterizedTest
  @MethodSource("placesOfTensors")
  void noOtherFileIsReadFromAnywhereInTheModel(OnnxMessage model) {
    assertRefused(model, OUTSIDE);
  }

  @Test
  void harmlessHalvesAreNotMerged() {
    OnnxMessage attribute =
        new OnnxMessage().message(5, tensor(16, 1L << 4)).message(5, tensor(16, 1L << 4));
    assertRefused(model(graph(node("Constant", "y").message(5, attribute))), "twice");
    assertRefused(model(adding(tensor(16, 4))).message(7, adding(tensor(16, 4))), "twice");
  }

  static Stream<OnnxMessage> tensorsLargerThanTheirFile() {
    return Stream.of(
        tensor(16, 1L << 40),
        tensor(16, 1 << 20, 1 << 20),
        tensor(16, 1L << 32, 1L << 32),
        tensor(16, Long.MAX_VALUE, Long.MAX_VALUE),
        tensor(0, 1 << 10),
        tensor(16, -4),
        tensor(16, Long.MIN_VALUE, Long.MIN_VALUE),
        // Packed.
        new OnnxMessage().content(1, new byte[] {(byte) 0xFF, (byte) 0xFF, 0x7F, 4}).number(2, 1));
  }

  @ParameterizedTest
  @MethodSource("tensorsLargerThanTheirFile")
  void aTensorClaimsNoMoreThanItBrings(OnnxMessage tensor) {
    assertRefused(model(adding(tensor)), "claims a dimension");
  }

  @Test
  void functionsThatDoubleAtEachLevelAreNotExpanded() {
    assertRefused(model(adding(tensor(16, 4))).message(25, new OnnxMessage()), "functions");
  }

  @Test
  void graphsAreNotNestedWithoutEnd() {
    OnnxMessage graph = adding(tensor(16, 4));
    for (int i = 0; i < 3000; i++) {
      graph = graph(node("If", "y", "c").message(5, new OnnxMessage().message(6, graph)));
    }
    assertRefused(model(graph), "nested");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Loop", "Scan", "SequenceMap", "BeamSearch"})
  void nothingRunsWithoutEnd(String operator) {
    OnnxMessage repeating =
        graph(node(operator, "y", "x").message(5, new OnnxMessage().message(6, graph())));
    assertRefused(model(repeating), operator, "without end");
    OnnxMessage choosing = node("If", "y", "c").message(5, new OnnxMessage().message(6, repeating));
    assertRefused(model(graph(choosing)), operator, "without end");
  }

  static Stream<OnnxMessage> operatorsThatMakeMuchOfLittle() {
    long many = (1 << 24) + 1;
    OnnxMessage size = numbers("w", many);
    return Stream.of(
        graph(node("ConstantOfShape", "y", "w")).message(5, size),
        graph(node("ConstantOfShape", "y", "w")).message(5, numbers("w", 1 << 13, 1 << 13)),
        graph(node("ConstantOfShape", "y", "w")).message(5, numbers("w", 1L << 62, 1L << 62)),
        graph(node("Expand", "y", "x", "w")).message(5, size),
        graph(node("Tile", "y", "x", "w")).message(5, size),
        graph(node("OneHot", "y", "x", "w", "v")).message(5, size),
        graph(node("Resize", "y", "x", "", "", "w")).message(5, size),
        graph(node("Range", "y", "w0", "w", "w1"))
            .message(5, numbers("w0", 0))
            .message(5, size)
            .message(5, numbers("w1", 1)),
        graph(node("RandomNormal", "y").message(5, integers("shape", 1 << 13, 1 << 13))),
        // Its size is a node, not a weight, or is written in the other ways of Protocol Buffers.
        graph(
            node("Constant", "w").message(5, integers("value_ints", many)),
            node("Expand", "y", "x", "w")),
        graph(
            node("Constant", "w")
                .message(5, new OnnxMessage().text(1, "value").message(5, numbers("", many))),
            node("Expand", "y", "x", "w")),
        graph(node("Expand", "y", "x", "w"))
            .message(5, new OnnxMessage().number(1, 1).number(2, 7).text(8, "w").number(7, many)),
        // A graph in a graph sees the weights of the one around it.
        graph(
                node("If", "y", "c")
                    .message(5, new OnnxMessage().message(6, graph(node("Expand", "y", "x", "w")))))
            .message(5, size));
  }

  @ParameterizedTest
  @MethodSource("operatorsThatMakeMuchOfLittle")
  void constantsMakeNoMoreThanANetworkNeeds(OnnxMessage graph) {
    assertRefused(model(graph), "values out of constants", "the limit is 16777216");
  }

  @Test
  void whatNetworksNeedIsNotRefused() {
    OnnxMessage graph = graph(node("Expand", "y", "x", "w")).message(5, numbers("w", 1 << 24));
    assertThatThrownBy(() -> open(model(graph).bytes()))
        .isInstanceOf(ModelException.class)
        .message()
        .doesNotContain("is refused");
  }

  private static OnnxMessage numbers(String name, long... numbers) {
    ByteBuffer raw = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long number : numbers) {
      raw.putLong(number);
    }
    return new OnnxMessage()
        .number(1, numbers.length)
        .number(2, 7)
        .text(8, name)
        .content(9, raw.array());
  }

  private static OnnxMessage integers(String name, long... numbers) {
    OnnxMessage attribute = new OnnxMessage().text(1, name);
    for (long number : numbers) {
      attribute.number(8, number);
    }
    return attribute.number(20, 7);
  }

  @Test
  void itsOwnFormatIsNotLoadedInDisguise() {
    byte[] file = new byte[64];
    System.arraycopy(new byte[] {8, 0, 0, 0, 'O', 'R', 'T', 'M'}, 0, file, 0, 8);
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(".onnx");
  }

  @Test
  void metadataEnds() {
    OnnxMessage model = model(adding(tensor(16, 4)));
    for (int i = 0; i < 20; i++) {
      model.message(14, entry("fer.note" + i, "a".repeat(1 << 19)));
    }
    assertRefused(model, "metadata");
  }

  @Test
  void messagesStayShort() {
    OnnxMessage model = model(adding(tensor(16, 4)));
    for (int i = 0; i < 10_000; i++) {
      model.message(14, entry("key " + i, "value"));
    }
    assertThatThrownBy(() -> open(model.bytes()))
        .isInstanceOf(ModelException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    assertThatThrownBy(
            () ->
                new OnnxClassifierBackend()
                    .open(
                        TinyModel.gray("gray").with("license", "A".repeat(1 << 20)).model(),
                        BackendOptions.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("fer.license must be at most 200 characters")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void aFileEnds() {
    Model endless =
        new Model(
            "endless",
            "onnx",
            null,
            () ->
                new InputStream() {
                  @Override
                  public int read() {
                    return 0;
                  }

                  @Override
                  public int read(byte[] target, int offset, int length) {
                    return length;
                  }
                });
    assertThatThrownBy(() -> new OnnxClassifierBackend().open(endless, BackendOptions.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("endless", "more than", "-Xmx");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 24, (1L << 31) + 1, (1L << 32) + 1, 1L << 41})
  void aFixedBatchFitsInMemory(long batch) throws Exception {
    byte[] file = withFixedBatch(TinyModel.gray("gray").model(), batch);
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("at most", "numbers", "" + batch);
  }

  /** Overwrites the name of the first dimension, wherever it stands, by a number as long. */
  private static byte[] withFixedBatch(Model model, long batch) throws Exception {
    byte[] file;
    try (InputStream stream = model.content().open()) {
      file = stream.readAllBytes();
    }
    String named = new String(file, StandardCharsets.ISO_8859_1);
    String name = new String(new OnnxMessage().text(2, "batch").bytes(), StandardCharsets.US_ASCII);
    int found = 0;
    for (int at = named.indexOf(name); at >= 0; at = named.indexOf(name, at + 1), found++) {
      file[at] = 1 << 3;
      for (int i = 0; i < 6; i++) {
        file[at + 1 + i] = (byte) (batch >>> 7 * i & 0x7F | (i < 5 ? 0x80 : 0));
      }
    }
    assertThat(found).isEqualTo(2);
    return file;
  }

  private static void assertRefused(OnnxMessage model, String... parts) {
    assertThatThrownBy(() -> open(model.bytes()))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("tiny.onnx", "is refused")
        .hasMessageContainingAll(parts);
  }

  private static void open(byte[] file) {
    Model model = new Model("tiny.onnx", "onnx", null, () -> new ByteArrayInputStream(file));
    new OnnxClassifierBackend().open(model, BackendOptions.DEFAULT).close();
  }
}
