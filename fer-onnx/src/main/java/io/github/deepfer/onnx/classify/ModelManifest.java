package io.github.deepfer.onnx.classify;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.Point;
import io.github.deepfer.onnx.file.Metadata;
import io.github.deepfer.onnx.tensor.InputSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a model describes itself, in its metadata under {@code fer.}, or is described by its user.
 *
 * @param id the model's own id
 * @param version the model's own version
 * @param license licence of the weights
 * @param input what it wants as input
 * @param cropScale by which a crop framed as in FER2013 is scaled around its centre
 * @param template where the landmarks of an aligned face are in the input, or null for a model that
 *     wants no alignment
 * @param labels the emotions in the order of the outputs
 * @param outputName name of the output, or null for the only one
 * @param output what the outputs are
 * @param temperature by which logits are divided before the softmax
 * @param selfTest a face with its outputs, or null for a foreign model without one
 */
record ModelManifest(
    String id,
    String version,
    String license,
    InputSpec input,
    float cropScale,
    @Nullable Landmarks template,
    List<Emotion> labels,
    @Nullable String outputName,
    Output output,
    double temperature,
    @Nullable SelfTest selfTest) {
  private static final int SCHEMA = 1;
  private static final String TASK = "emotion-classification";
  private static final int MAX_PIXELS_PER_SIDE = 1024;
  private static final int LANDMARKS = 5;
  private static final List<String> SELF_TEST =
      List.of("selftest.input", "selftest.output", "selftest.tolerance");
  private static final String OUTPUT_NAME = "fer.output.name";
  private static final String TESTED_OUTPUT = "selftest.output.";

  /** What the outputs are. */
  enum Output {
    LOGITS,
    PROBABILITIES
  }

  /**
   * A face with the outputs that the model must give for it.
   *
   * @param face in the model's own size and colour
   * @param outputs by the output's name, one number per label; the name is empty for the only one
   * @param tolerance largest difference that is accepted
   */
  record SelfTest(Image face, Map<String, List<Double>> outputs, double tolerance) {}

  /**
   * Reads a description.
   *
   * @param inFile the metadata of the file
   * @param description what its user says of it, empty for a file that describes itself
   * @param head the output that is asked for, or null for the one that the description names
   */
  static ModelManifest parse(
      String modelId,
      Map<String, String> inFile,
      Map<String, String> description,
      @Nullable String head) {
    Metadata metadata =
        new Metadata(modelId, inFile, description)
            .orElse("schema", Integer.toString(SCHEMA))
            .orElse("task", TASK)
            .orElse("id", modelId)
            .orElse("version", "unknown")
            .orElse("license", "unknown")
            .orElse("input.mean", "0")
            .orElse("input.std", "1")
            .orElse("crop.scale", "1")
            .orElse("temperature", "1");
    metadata.expect("schema", Integer.toString(SCHEMA));
    metadata.expect("task", TASK);
    InputSpec input = input(metadata);
    List<Emotion> labels = labels(metadata);
    Output output =
        metadata.choice(
            "output", Map.of("logits", Output.LOGITS, "probabilities", Output.PROBABILITIES));
    String defaultOutput = metadata.has("output.name") ? metadata.line("output.name") : null;
    ModelManifest manifest =
        new ModelManifest(
            metadata.line("id"),
            metadata.line("version"),
            metadata.line("license"),
            input,
            (float) metadata.positive("crop.scale"),
            template(metadata, input),
            labels,
            head != null ? head : defaultOutput,
            output,
            temperature(metadata, output),
            selfTest(metadata, input, labels.size(), tested(inFile, description)));
    metadata.expectNoOthers(description.keySet());
    return manifest;
  }

  /** In parts of the input's width and height, as pixels of which centres are whole numbers. */
  private static @Nullable Landmarks template(Metadata metadata, InputSpec input) {
    if (!metadata.has("crop.landmarks")) {
      return null;
    }
    List<Double> parts = metadata.numbers("crop.landmarks");
    Point[] points = new Point[LANDMARKS];
    for (int i = 0; i < LANDMARKS && parts.size() == 2 * LANDMARKS; i++) {
      points[i] =
          new Point(
              (float) (parts.get(2 * i) * input.width() - 0.5),
              (float) (parts.get(2 * i + 1) * input.height() - 0.5));
    }
    if (parts.size() != 2 * LANDMARKS || points[0].x() >= points[1].x()) {
      throw metadata.wrong(
          "crop.landmarks",
          "x and y of left eye, right eye, nose, left and right corner of the mouth, as seen in the"
              + " picture, in parts of the input's width and height");
    }
    return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
  }

  private static InputSpec input(Metadata metadata) {
    PixelFormat color =
        metadata.choice(
            "input.color",
            Map.of("gray", PixelFormat.GRAY, "rgb", PixelFormat.RGB, "bgr", PixelFormat.BGR));
    int channels = color.bytesPerPixel();
    List<Double> std = metadata.perChannel("input.std", channels);
    if (std.contains(0.0)) {
      throw metadata.wrong("input.std", "numbers other than 0");
    }
    return new InputSpec(
        metadata.choice(
            "input.layout", Map.of("NCHW", InputSpec.Layout.NCHW, "NHWC", InputSpec.Layout.NHWC)),
        metadata.integer("input.width", MAX_PIXELS_PER_SIDE),
        metadata.integer("input.height", MAX_PIXELS_PER_SIDE),
        color,
        metadata.positive("input.scale"),
        metadata.perChannel("input.mean", channels),
        std);
  }

  private static List<Emotion> labels(Metadata metadata) {
    List<Emotion> labels = new ArrayList<>();
    for (String label : metadata.text("labels").split(",", -1)) {
      Emotion emotion =
          Emotion.ofLabel(label.strip())
              .filter(known -> !labels.contains(known))
              .orElseThrow(
                  () ->
                      metadata.wrong(
                          "labels", "emotions of " + List.of(Emotion.values()) + ", each once"));
      labels.add(emotion);
    }
    return List.copyOf(labels);
  }

  private static double temperature(Metadata metadata, Output output) {
    double temperature = metadata.positive("temperature");
    if (output == Output.PROBABILITIES && temperature != 1) {
      throw metadata.wrong("temperature", "1, because fer.output is probabilities");
    }
    return temperature;
  }

  /**
   * The name of the output that a self-test without a name is of, empty for the only one. Where a
   * description chooses another output than the file does, the file's self-test is of the file's.
   */
  private static String tested(Map<String, String> inFile, Map<String, String> description) {
    Map<String, String> own = new HashMap<>(description);
    if (!description.containsKey("fer.selftest.output") || !own.containsKey(OUTPUT_NAME)) {
      own.putAll(inFile);
    }
    return own.getOrDefault(OUTPUT_NAME, "").strip();
  }

  private static @Nullable SelfTest selfTest(
      Metadata metadata, InputSpec input, int labels, String tested) {
    Set<String> named = metadata.endings(TESTED_OUTPUT);
    if (named.isEmpty() && metadata.mayLack(SELF_TEST)) {
      return null;
    }
    Image face = testedFace(metadata, input);
    Map<String, List<Double>> outputs = new HashMap<>();
    for (String name : named) {
      outputs.put(name, testedOutput(metadata, TESTED_OUTPUT + name, labels));
    }
    if (named.isEmpty()) {
      outputs.put(tested, testedOutput(metadata, "selftest.output", labels));
    }
    return new SelfTest(face, Map.copyOf(outputs), metadata.positive("selftest.tolerance"));
  }

  private static List<Double> testedOutput(Metadata metadata, String key, int labels) {
    List<Double> numbers = metadata.numbers(key);
    if (numbers.size() != labels) {
      throw metadata.wrong(key, labels + " numbers, one per label");
    }
    return numbers;
  }

  private static Image testedFace(Metadata metadata, InputSpec input) {
    byte[] pixels;
    try {
      pixels = Base64.getDecoder().decode(metadata.text("selftest.input"));
    } catch (IllegalArgumentException e) {
      throw metadata.wrong("selftest.input", "base64");
    }
    if (pixels.length != input.size()) {
      throw metadata.wrong(
          "selftest.input", "base64 of " + input.size() + " bytes, not of " + pixels.length);
    }
    return Image.wrap(pixels, input.width(), input.height(), input.color());
  }
}
