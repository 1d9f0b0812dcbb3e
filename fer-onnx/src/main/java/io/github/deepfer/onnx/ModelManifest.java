package io.github.deepfer.onnx;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * How a model describes itself, in its metadata under {@code fer.}.
 *
 * @param id the model's own id
 * @param version the model's own version
 * @param license licence of the weights
 * @param input what it wants as input
 * @param cropScale by which a crop framed as in FER2013 is scaled around its centre
 * @param labels the emotions in the order of the outputs
 * @param output what the outputs are
 * @param temperature by which logits are divided before the softmax
 * @param selfTest a face with its outputs
 */
record ModelManifest(
    String id,
    String version,
    String license,
    InputSpec input,
    float cropScale,
    List<Emotion> labels,
    Output output,
    double temperature,
    SelfTest selfTest) {
  private static final int SCHEMA = 1;
  private static final String TASK = "emotion-classification";
  private static final int MOST_PIXELS_PER_SIDE = 1024;

  /** What the outputs are. */
  enum Output {
    LOGITS,
    PROBABILITIES
  }

  /**
   * A face with the outputs that the model must give for it.
   *
   * @param face in the model's own size and colour
   * @param outputs one per label
   * @param tolerance largest difference that is accepted
   */
  record SelfTest(Image face, List<Double> outputs, double tolerance) {}

  static ModelManifest parse(String modelId, Map<String, String> properties) {
    Metadata metadata = new Metadata(modelId, properties);
    metadata.expect("schema", Integer.toString(SCHEMA));
    metadata.expect("task", TASK);
    InputSpec input = input(metadata);
    List<Emotion> labels = labels(metadata);
    Output output =
        metadata.choice(
            "output", Map.of("logits", Output.LOGITS, "probabilities", Output.PROBABILITIES));
    return new ModelManifest(
        metadata.line("id"),
        metadata.line("version"),
        metadata.line("license"),
        input,
        (float) metadata.positive("crop.scale"),
        labels,
        output,
        temperature(metadata, output),
        selfTest(metadata, input, labels.size()));
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
        metadata.integer("input.width", MOST_PIXELS_PER_SIDE),
        metadata.integer("input.height", MOST_PIXELS_PER_SIDE),
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

  private static SelfTest selfTest(Metadata metadata, InputSpec input, int labels) {
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
    List<Double> outputs = metadata.numbers("selftest.output");
    if (outputs.size() != labels) {
      throw metadata.wrong("selftest.output", labels + " numbers, one per label");
    }
    return new SelfTest(
        Image.wrap(pixels, input.width(), input.height(), input.color()),
        outputs,
        metadata.positive("selftest.tolerance"));
  }
}
