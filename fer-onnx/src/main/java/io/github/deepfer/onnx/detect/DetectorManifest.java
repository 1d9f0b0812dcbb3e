package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.onnx.file.Metadata;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a detector's net describes itself, in its metadata under {@code fer.}. Nets of others say
 * nothing; what they are is known by their graphs.
 *
 * @param version the net's own version
 * @param license licence of the weights
 * @param minScore faces of lower scores are left out
 * @param framing how its boxes sit on a face
 * @param selfTest a picture with the face that the net must find in it, or null for a foreign net
 */
record DetectorManifest(
    String version, String license, float minScore, Framing framing, @Nullable SelfTest selfTest) {
  private static final String TASK = "face-detection";
  private static final float FOREIGN_MIN_SCORE = 0.7f;
  private static final int MAX_SIDE = 1024;
  private static final int FRAMING_NUMBERS = 3;
  private static final int EDGES = 4;

  /**
   * A picture with the face in it.
   *
   * @param picture grey
   * @param edges left, top, right and bottom in parts of the picture's width and height, then the
   *     score
   * @param tolerance largest difference of each that is accepted
   */
  record SelfTest(Image picture, List<Double> edges, double tolerance) {
    SelfTest {
      edges = List.copyOf(edges);
    }

    /** Compares what was found with what must be. */
    void check(String modelId, List<DetectedFace> found) {
      if (found.size() != 1 || !isNear(found.get(0))) {
        throw new ModelException(
            "model "
                + modelId
                + " fails its self-test: expected one face at "
                + edges
                + " within "
                + tolerance
                + ", got "
                + found
                + "; the file's weights and metadata do not belong together, export it again");
      }
    }

    private boolean isNear(DetectedFace face) {
      Box box = face.box();
      double width = picture.width();
      double height = picture.height();
      double[] actual = {
        box.x() / width,
        box.y() / height,
        (box.x() + box.width()) / width,
        (box.y() + box.height()) / height,
        face.score()
      };
      for (int i = 0; i <= EDGES; i++) {
        if (!(Math.abs(actual[i] - edges.get(i)) <= tolerance)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Reads the metadata of a file, or takes what is known of the net if it has none of DeepFER's.
   */
  static DetectorManifest parse(String modelId, Map<String, String> inFile, FaceNet net) {
    if (!inFile.containsKey("fer.task")) {
      // Version and licence of such a file are the user's to know.
      return new DetectorManifest(net.name(), "unknown", FOREIGN_MIN_SCORE, net.framing(), null);
    }
    Metadata metadata = new Metadata(modelId, inFile, Map.of());
    metadata.expect("schema", "1");
    metadata.expect("task", TASK);
    double minScore = metadata.positive("score.min");
    if (minScore >= 1) {
      throw metadata.wrong("score.min", "a number between 0 and 1");
    }
    return new DetectorManifest(
        metadata.line("version"),
        metadata.line("license"),
        (float) minScore,
        framing(metadata),
        selfTest(metadata));
  }

  private static Framing framing(Metadata metadata) {
    List<Double> numbers = metadata.numbers("framing");
    if (numbers.size() != FRAMING_NUMBERS || numbers.get(0) <= 0) {
      throw metadata.wrong("framing", "scale, shift to the right and shift down");
    }
    return new Framing(
        numbers.get(0).floatValue(), numbers.get(1).floatValue(), numbers.get(2).floatValue());
  }

  private static SelfTest selfTest(Metadata metadata) {
    int width = metadata.integer("selftest.width", MAX_SIDE);
    int height = metadata.integer("selftest.height", MAX_SIDE);
    byte[] pixels;
    try {
      pixels = Base64.getDecoder().decode(metadata.text("selftest.input"));
    } catch (IllegalArgumentException e) {
      throw metadata.wrong("selftest.input", "base64");
    }
    if (pixels.length != width * height) {
      throw metadata.wrong(
          "selftest.input", "base64 of " + width * height + " bytes, not of " + pixels.length);
    }
    List<Double> edges = metadata.numbers("selftest.output");
    if (edges.size() != EDGES + 1) {
      throw metadata.wrong("selftest.output", "left, top, right, bottom and score");
    }
    return new SelfTest(
        Image.wrap(pixels, width, height, PixelFormat.GRAY),
        edges,
        metadata.positive("selftest.tolerance"));
  }
}
