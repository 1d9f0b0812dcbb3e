package io.github.deepfer.onnx.detect;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.onnx.tensor.InputSpec;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * YuNet as the OpenCV zoo exports it (Wu, Peng and Yu, "A Tiny Millisecond-level Face Detector",
 * 2023): per cell of three grids the confidence that there is something, that it is a face, a box
 * and five landmarks. Decoded as {@code cv::FaceDetectorYN} does.
 *
 * @param fixedWidth columns of the input if the graph fixes them, otherwise 0
 * @param fixedHeight rows of the input if the graph fixes them, otherwise 0
 */
record YuNet(int fixedWidth, int fixedHeight) implements FaceNet {
  private static final int[] STRIDES = {8, 16, 32};
  private static final List<String> KINDS = List.of("cls", "obj", "bbox", "kps");
  private static final int[] VALUES = {1, 1, 4, 10};
  private static final int LARGEST_STRIDE = 32;

  /**
   * The picture is scaled until the smallest face is this wide. Of faces of 16 to 20 pixels three
   * in four are found and more, of narrower ones fewer.
   */
  private static final int SEARCHED_FACE = 16;

  /** Narrower faces than {@link #SEARCHED_FACE}, if they are asked for, are enlarged at most so. */
  private static final double MAX_SCALE = 2;

  /** The default for pictures of up to 1280 pixels; it grows with larger ones. */
  private static final int MIN_FACE = 24;

  private static final int MIN_FACE_UP_TO = 1280;

  /** Smaller pictures are searched for smaller faces, as long as the input is not larger. */
  private static final int CHEAP_PIXELS = 420 * 320;

  /** Keeps the memory of a run bounded, however large a picture is: 48 MiB of input. */
  private static final int MAX_PIXELS = 1 << 22;

  /** That of the same net on OpenCV, whose boxes are the same; docs/framing.md has the figures. */
  private static final Framing FRAMING = new Framing(1.01f, 0.01f, 0.003f);

  /** Recognises the net by the names of its outputs. */
  static Optional<FaceNet> of(TensorInfo input, Map<String, NodeInfo> outputs) {
    for (String kind : KINDS) {
      for (int stride : STRIDES) {
        if (!outputs.containsKey(kind + "_" + stride)) {
          return Optional.empty();
        }
      }
    }
    long[] shape = input.getShape();
    return Optional.of(new YuNet((int) Math.max(0, shape[3]), (int) Math.max(0, shape[2])));
  }

  @Override
  public String name() {
    return "YuNet";
  }

  @Override
  public boolean hasLandmarks() {
    return true;
  }

  @Override
  public Framing framing() {
    return FRAMING;
  }

  @Override
  public SearchSize searchSize(int width, int height, int minFaceSize) {
    if (fixedWidth > 0 && fixedHeight > 0) {
      double scale = Math.min((double) fixedWidth / width, (double) fixedHeight / height);
      return new SearchSize(fixedWidth, fixedHeight, scale);
    }
    double pixels = (double) width * height;
    double scale =
        minFaceSize > 0
            ? Math.min(MAX_SCALE, (double) SEARCHED_FACE / minFaceSize)
            : defaultScale(Math.max(width, height), pixels);
    scale = Math.min(scale, Math.sqrt(MAX_PIXELS / pixels));
    return new SearchSize(padded(width * scale), padded(height * scale), scale);
  }

  private static double defaultScale(int longerSide, double pixels) {
    double promised =
        (double) SEARCHED_FACE / MIN_FACE * Math.min(1, (double) MIN_FACE_UP_TO / longerSide);
    return Math.min(1, Math.max(promised, Math.sqrt(CHEAP_PIXELS / pixels)));
  }

  private static int padded(double pixels) {
    int strides = (int) Math.ceil(Math.max(1, Math.rint(pixels)) / LARGEST_STRIDE);
    return strides * LARGEST_STRIDE;
  }

  @Override
  public InputSpec input(SearchSize size) {
    return new InputSpec(
        InputSpec.Layout.NCHW,
        size.width(),
        size.height(),
        PixelFormat.BGR,
        1,
        List.of(0.0, 0.0, 0.0),
        List.of(1.0, 1.0, 1.0));
  }

  @Override
  public List<Output> outputs(SearchSize size) {
    List<Output> outputs = new ArrayList<>();
    for (int kind = 0; kind < VALUES.length; kind++) {
      for (int stride : STRIDES) {
        long cells = (long) (size.width() / stride) * (size.height() / stride);
        outputs.add(new Output(KINDS.get(kind) + "_" + stride, 1, cells, VALUES[kind]));
      }
    }
    return outputs;
  }

  @Override
  public void decode(
      List<FloatBuffer> outputs, SearchSize size, float minScore, Candidates candidates) {
    int grids = STRIDES.length;
    for (int grid = 0; grid < grids; grid++) {
      FloatBuffer faces = outputs.get(grid);
      FloatBuffer objects = outputs.get(grids + grid);
      FloatBuffer boxes = outputs.get(2 * grids + grid);
      FloatBuffer points = outputs.get(3 * grids + grid);
      int stride = STRIDES[grid];
      int columns = size.width() / stride;
      int cells = columns * (size.height() / stride);
      for (int cell = 0; cell < cells; cell++) {
        float score = (float) Math.sqrt(unit(faces.get(cell)) * unit(objects.get(cell)));
        if (!(score >= minScore)) {
          continue;
        }
        int column = cell % columns;
        int row = cell / columns;
        float centerX = (column + boxes.get(4 * cell)) * stride;
        float centerY = (row + boxes.get(4 * cell + 1)) * stride;
        float halfWidth = (float) Math.exp(boxes.get(4 * cell + 2)) * stride / 2;
        float halfHeight = (float) Math.exp(boxes.get(4 * cell + 3)) * stride / 2;
        candidates.add(
            centerX - halfWidth,
            centerY - halfHeight,
            centerX + halfWidth,
            centerY + halfHeight,
            score);
        for (int i = 0; i < Candidates.LANDMARKS; i++) {
          candidates.landmark(
              i,
              (column + points.get(10 * cell + 2 * i)) * stride,
              (row + points.get(10 * cell + 2 * i + 1)) * stride);
        }
      }
    }
  }

  private static double unit(float value) {
    return Math.max(0, Math.min(1, value));
  }
}
