package io.github.deepfer.onnx.detect;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.onnx.tensor.InputSpec;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * UltraFace, the RFB and slim nets of Linzaer's "Ultra-Light-Fast-Generic-Face-Detector-1MB", as
 * exported there: a score and the corners of a box per anchor, decoded by the graph, without
 * landmarks. The input has one size, into which pictures are laid whole, so small faces of large
 * pictures are lost: the net finds faces of about 10 pixels of its input.
 *
 * @param width columns of the input
 * @param height rows of the input
 * @param anchors boxes that it gives
 */
record UltraFace(int width, int height, int anchors) implements FaceNet {
  private static final String SCORES = "scores";
  private static final String BOXES = "boxes";
  private static final int MAX_SIDE = 4096;
  private static final int MAX_ANCHORS = 1 << 20;

  /** Measured on FER2013 with RFB-320; docs/framing.md has the figures. */
  private static final Framing FRAMING = new Framing(0.985f, -0.004f, -0.005f);

  /** Recognises the net by the names and shapes of its outputs. */
  static Optional<FaceNet> of(TensorInfo input, Map<String, NodeInfo> outputs) {
    long[] size = input.getShape();
    if (!outputs.keySet().equals(Set.of(SCORES, BOXES))
        || size[2] < 1
        || size[3] < 1
        || Math.max(size[2], size[3]) > MAX_SIDE) {
      return Optional.empty();
    }
    long anchors = anchors(outputs.get(SCORES), 2);
    if (anchors < 1 || anchors > MAX_ANCHORS || anchors != anchors(outputs.get(BOXES), 4)) {
      return Optional.empty();
    }
    return Optional.of(new UltraFace((int) size[3], (int) size[2], (int) anchors));
  }

  private static long anchors(@Nullable NodeInfo output, int values) {
    if (output != null
        && output.getInfo() instanceof TensorInfo tensor
        && tensor.getShape().length == 3
        && tensor.getShape()[2] == values) {
      return tensor.getShape()[1];
    }
    return 0;
  }

  @Override
  public String name() {
    return "UltraFace";
  }

  @Override
  public boolean hasLandmarks() {
    return false;
  }

  @Override
  public Framing framing() {
    return FRAMING;
  }

  @Override
  public SearchSize searchSize(int pictureWidth, int pictureHeight, int minFaceSize) {
    double scale = Math.min((double) width / pictureWidth, (double) height / pictureHeight);
    return new SearchSize(width, height, scale);
  }

  @Override
  public InputSpec input(SearchSize size) {
    return new InputSpec(
        InputSpec.Layout.NCHW,
        width,
        height,
        PixelFormat.RGB,
        1,
        Collections.nCopies(3, 127.0),
        Collections.nCopies(3, 128.0));
  }

  @Override
  public List<Output> outputs(SearchSize size) {
    return List.of(new Output(SCORES, 1, anchors, 2), new Output(BOXES, 1, anchors, 4));
  }

  @Override
  public void decode(
      List<FloatBuffer> outputs, SearchSize size, float minScore, Candidates candidates) {
    FloatBuffer scores = outputs.get(0);
    FloatBuffer boxes = outputs.get(1);
    for (int anchor = 0; anchor < anchors; anchor++) {
      float score = scores.get(2 * anchor + 1);
      if (score >= minScore) {
        candidates.add(
            boxes.get(4 * anchor) * width,
            boxes.get(4 * anchor + 1) * height,
            boxes.get(4 * anchor + 2) * width,
            boxes.get(4 * anchor + 3) * height,
            score);
      }
    }
  }
}
