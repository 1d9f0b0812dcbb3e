package io.github.deepfer.onnx.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.OnnxMessage;
import io.github.deepfer.onnx.TinyModel;
import io.github.deepfer.onnx.detect.FaceNet.SearchSize;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nets whose outputs are written by hand, so that it is known which faces they mean. */
class FaceNetTest {
  private static final int[] STRIDES = {8, 16, 32};
  private static final long[] ANY_SIZE = {1, 3, -1, -1};

  /** As cv::FaceDetectorYN documents it: offsets in cells, sizes as logarithms of cells. */
  @Test
  void yuNetsCellsBecomeBoxesAndLandmarks() {
    Map<String, float[]> outputs = yuNet(64, 64);
    // Cell 5 of the 4x4 grid of stride 16 is column 1, row 1.
    outputs.get("cls_16")[5] = 0.81f;
    outputs.get("obj_16")[5] = 1;
    set(outputs.get("bbox_16"), 20, 0.5f, 1, (float) Math.log(2), (float) Math.log(2.5));
    set(outputs.get("kps_16"), 50, 0, 0.5f, 1, 0.5f, 0.5f, 1, 0.1f, 1.5f, 0.9f, 1.5f);
    DetectedFace face = only(outputs, BackendOptions.DEFAULT);
    assertThat(face.box()).isEqualTo(new Box(8, 12, 32, 40));
    assertThat(face.score()).isEqualTo(0.9f);
    assertThat(face.landmarks())
        .isEqualTo(
            new Landmarks(
                new Point(16, 24),
                new Point(32, 24),
                new Point(24, 32),
                new Point(17.6f, 40),
                new Point(30.4f, 40)));
  }

  @Test
  void landmarksThatAreNoNumbersAreLeftOut() {
    for (float none : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.MAX_VALUE}) {
      Map<String, float[]> outputs = yuNet(64, 64);
      outputs.get("cls_16")[5] = 0.81f;
      outputs.get("obj_16")[5] = 1;
      set(outputs.get("bbox_16"), 20, 0.5f, 1, (float) Math.log(2), (float) Math.log(2.5));
      outputs.get("kps_16")[53] = none;
      DetectedFace face = only(outputs, BackendOptions.DEFAULT);
      assertThat(face.box()).isEqualTo(new Box(8, 12, 32, 40));
      assertThat(face.landmarks()).isNull();
    }
  }

  @Test
  void scoresAreTheGeometricMeanOfProbabilities() {
    Map<String, float[]> outputs = yuNet(64, 64);
    outputs.get("cls_8")[0] = 3;
    outputs.get("obj_8")[0] = 0.64f;
    outputs.get("cls_8")[63] = 1;
    outputs.get("obj_8")[63] = 0.48f;
    outputs.get("cls_8")[30] = Float.NaN;
    outputs.get("obj_8")[30] = 1;
    assertThat(only(outputs, BackendOptions.DEFAULT).score()).isEqualTo(0.8f);
  }

  @Test
  void facesSmallerThanAskedForAreLeftOut() {
    Map<String, float[]> outputs = yuNet(32, 32);
    outputs.get("cls_8")[5] = 1;
    outputs.get("obj_8")[5] = 1;
    set(outputs.get("bbox_8"), 20, 0, 0, (float) Math.log(2), (float) Math.log(2));
    Image image = gray(32, 32);
    // With a smallest face of 16 pixels the picture is searched as it is.
    assertThat(detect(yuNetModel(outputs), 16, image)).hasSize(1);
    Model fixed = model(ultraFace(0.9f, 0.25f, 0.25f, 0.75f, 0.75f));
    assertThat(detect(fixed, 32, gray(64, 48))).hasSize(1);
    assertThat(detect(fixed, 33, gray(64, 48))).isEmpty();
  }

  @Test
  void twoPeopleCheekToCheekAreTwo() {
    Map<String, float[]> outputs = yuNet(64, 64);
    // Two faces 32 pixels wide whose middles are 16 apart: an IoU of a third.
    face(outputs, 16, 5, 0.9f, 2);
    face(outputs, 16, 6, 0.8f, 2);
    assertThat(detect(yuNetModel(outputs), 0, gray(64, 64)))
        .extracting(DetectedFace::box)
        .containsExactly(new Box(8, 8, 32, 32), new Box(24, 8, 32, 32));
  }

  @Test
  void oneFaceFoundAtTwoStridesIsOneAtTheirMean() {
    Map<String, float[]> outputs = yuNet(64, 64);
    // 32 pixels wide around 24, 24, and 28 wide around 20, 20: columns and rows 2 of stride 8.
    face(outputs, 16, 5, 0.9f, 2);
    face(outputs, 8, 18, 0.9f, 3.5f);
    face(outputs, 8, 27, 0.75f, 4);
    assertThat(detect(yuNetModel(outputs), 0, gray(64, 64)))
        .singleElement()
        .satisfies(
            face -> {
              assertThat(face.score()).isEqualTo(0.9f);
              assertThat(face.box().iou(new Box(8, 8, 31, 31))).isGreaterThan(0.85);
              assertThat(face.landmarks().nose().x()).isBetween(21f, 26f);
            });
  }

  /** A square face around the middle of a cell, with landmarks where faces have them. */
  private static void face(
      Map<String, float[]> outputs, int stride, int cell, float score, float cells) {
    outputs.get("cls_" + stride)[cell] = score;
    outputs.get("obj_" + stride)[cell] = score;
    float size = (float) Math.log(cells);
    set(outputs.get("bbox_" + stride), 4 * cell, 0.5f, 0.5f, size, size);
    float[] points = {-0.2f, -0.1f, 0.2f, -0.1f, 0, 0.1f, -0.15f, 0.25f, 0.15f, 0.25f};
    for (int i = 0; i < points.length; i++) {
      outputs.get("kps_" + stride)[10 * cell + i] = 0.5f + cells * points[i];
    }
  }

  @Test
  void theInputIsAsLargeAsTheSmallestFaceNeeds() {
    FaceNet net = new YuNet(0, 0);
    // Faces of 24 pixels in pictures of up to 1280, as 16 pixels of the input.
    assertThat(net.searchSize(1280, 720, 0)).isEqualTo(new SearchSize(864, 480, 16 / 24.0));
    assertThat(net.searchSize(720, 1280, 0)).isEqualTo(new SearchSize(480, 864, 16 / 24.0));
    assertThat(net.searchSize(2560, 1440, 0)).isEqualTo(new SearchSize(864, 480, 16 / 48.0));
    assertThat(net.searchSize(640, 480, 0)).isEqualTo(new SearchSize(448, 320, 16 / 24.0));
    // Smaller pictures are searched for smaller faces, as long as that costs no more.
    assertThat(net.searchSize(480, 320, 0).scale()).isBetween(0.9, 0.99);
    assertThat(net.searchSize(320, 240, 0)).isEqualTo(new SearchSize(320, 256, 1));
    assertThat(net.searchSize(640, 480, 32)).isEqualTo(new SearchSize(320, 256, 0.5));
    assertThat(net.searchSize(640, 480, 64)).isEqualTo(new SearchSize(160, 128, 0.25));
    assertThat(net.searchSize(640, 480, 10).scale()).isEqualTo(1.6);
    assertThat(net.searchSize(640, 480, 1).scale()).isEqualTo(2);
    SearchSize huge = net.searchSize(20_000, 15_000, 16);
    assertThat((long) huge.width() * huge.height()).isBetween(4_000_000L, 4_400_000L);
    assertThat(net.searchSize(1, 1, 0)).isEqualTo(new SearchSize(32, 32, 1));
  }

  @Test
  void ultraFacesCornersAreOfItsInput() {
    // The input is 64 wide and 48 high; a picture of 32x48 fills its left half.
    Model model = model(ultraFace(0.9f, 0.1f, 0.25f, 0.4f, 0.75f));
    assertThat(detect(model, 0, gray(32, 48)))
        .singleElement()
        .satisfies(face -> assertThat(face.box()).isEqualTo(new Box(6, 12, 20, 24)))
        .satisfies(face -> assertThat(face.landmarks()).isNull());
    assertThat(detect(model, 0, gray(640, 480)))
        .singleElement()
        .satisfies(face -> assertThat(face.box()).isEqualTo(new Box(64, 120, 192, 240)));
    // In a portrait picture the box lies where there is only padding.
    assertThat(detect(model(ultraFace(0.9f, 0.6f, 0.1f, 0.9f, 0.9f)), 0, gray(32, 48))).isEmpty();
  }

  @Test
  void oneFaceIsFoundOnceAndTheSurestFirst() {
    Model model =
        model(
            ultraFace(
                new float[] {0.8f, 0.95f, 0.9f, 0.69f, 0.99f},
                new float[][] {
                  {0.1f, 0.1f, 0.3f, 0.3f},
                  {0.11f, 0.1f, 0.31f, 0.3f},
                  {0.6f, 0.1f, 0.8f, 0.3f},
                  {0.1f, 0.6f, 0.3f, 0.8f},
                  {0.5f, 0.9f, 0.5f, 0.8f}
                }));
    assertThat(detect(model, 0, gray(64, 48)))
        .extracting(DetectedFace::score)
        .containsExactly(0.95f, 0.9f);
  }

  @Test
  void boxesEndAtThePicture() {
    assertThat(detect(model(ultraFace(0.9f, -0.5f, -2, 0.5f, 1.5f)), 0, gray(64, 48)))
        .singleElement()
        .satisfies(face -> assertThat(face.box()).isEqualTo(new Box(0, 0, 32, 48)));
    assertThat(detect(model(ultraFace(0.9f, Float.NaN, 0, 1, 1)), 0, gray(64, 48))).isEmpty();
    assertThat(detect(model(ultraFace(0.9f, 0, 0, Float.POSITIVE_INFINITY, 1)), 0, gray(64, 48)))
        .isEmpty();
  }

  @Test
  void aFileIsOpenedThroughThePipelineAndNamed() {
    Model model = model(ultraFace(0.9f, 0.1f, 0.25f, 0.4f, 0.75f));
    try (Pipeline pipeline =
        Pipeline.builder().detector(model).classifier(TinyModel.gray("gray").model()).build()) {
      assertThat(pipeline.analyze(gray(64, 48)).faces()).hasSize(1);
      assertThat(pipeline.runtimeInfo().detector().id()).isEqualTo("net.onnx");
      assertThat(pipeline.runtimeInfo().detector().models())
          .singleElement()
          .satisfies(
              info -> {
                assertThat(info.id()).isEqualTo("net.onnx");
                assertThat(info.version()).isEqualTo("UltraFace");
                assertThat(info.sha256()).hasSize(64);
              });
    }
  }

  @Test
  void optionsReachTheDetector() {
    Model model = model(ultraFace(0.9f, 0.1f, 0.25f, 0.4f, 0.75f));
    OnnxDetectorBackend backend = new OnnxDetectorBackend();
    assertThatThrownBy(
            () -> backend.open(model, BackendOptions.builder().option("onnx.divice", "1").build()))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("onnx.divice");
    assertThatThrownBy(
            () ->
                backend.open(
                    model,
                    BackendOptions.builder()
                        .gpu(GpuPolicy.REQUIRE)
                        .option("onnx.provider", "cpu")
                        .build()))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("model net.onnx cannot run on a GPU");
  }

  @Test
  void otherFilesAreRefused() {
    assertRefused(TinyModel.gray("gray").model(), "no face detector", "cls_8", "scores");
    Map<String, float[]> outputs = ultraFace(0.9f, 0, 0, 1, 1);
    outputs.put("age", new float[1]);
    assertRefused(model(OnnxMessage.constant(size(48, 64), outputs, 2, 4, 1)), "age");
    // The names are right and the sizes are not.
    Map<String, float[]> cut = yuNet(64, 64);
    cut.put("kps_8", new float[10]);
    assertRefused(yuNetModel(cut), "damaged or no YuNet");
    assertRefused(
        model(OnnxMessage.constant(new long[] {1, 1, 48, 64}, ultraFace(0, 0, 0, 1, 1), 2, 4)),
        "48");
    assertRefused(
        new Model("net.onnx", "onnx", null, () -> new ByteArrayInputStream(new byte[9])),
        "damaged");
  }

  private static void assertRefused(Model model, String... parts) {
    assertThatThrownBy(() -> new OnnxDetectorBackend().open(model, BackendOptions.DEFAULT).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(model.id())
        .hasMessageContainingAll(parts);
  }

  private static DetectedFace only(Map<String, float[]> outputs, BackendOptions options) {
    List<DetectedFace> faces = detect(yuNetModel(outputs), options.minFaceSize(), gray(64, 64));
    assertThat(faces).hasSize(1);
    return faces.get(0);
  }

  private static List<DetectedFace> detect(Model model, int minFaceSize, Image image) {
    try (FaceDetector detector =
        new OnnxDetectorBackend()
            .open(model, BackendOptions.builder().minFaceSize(minFaceSize).build())) {
      return detector.detect(image);
    }
  }

  private static Model yuNetModel(Map<String, float[]> outputs) {
    int side = (int) Math.sqrt(outputs.get("cls_8").length) * 8;
    return model(
        OnnxMessage.constant(size(side, side), outputs, 1, 1, 1, 1, 1, 1, 4, 4, 4, 10, 10, 10));
  }

  private static Model model(Map<String, float[]> ultraFace) {
    return model(OnnxMessage.constant(size(48, 64), ultraFace, 2, 4));
  }

  private static Model model(OnnxMessage message) {
    byte[] file = message.bytes();
    return new Model("net.onnx", "onnx", null, () -> new ByteArrayInputStream(file));
  }

  private static long[] size(int height, int width) {
    long[] size = ANY_SIZE.clone();
    size[2] = height;
    size[3] = width;
    return size;
  }

  private static Map<String, float[]> yuNet(int width, int height) {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    String[] kinds = {"cls", "obj", "bbox", "kps"};
    int[] values = {1, 1, 4, 10};
    for (int kind = 0; kind < kinds.length; kind++) {
      for (int stride : STRIDES) {
        outputs.put(
            kinds[kind] + "_" + stride,
            new float[(width / stride) * (height / stride) * values[kind]]);
      }
    }
    return outputs;
  }

  private static Map<String, float[]> ultraFace(float score, float... box) {
    return ultraFace(new float[] {score}, new float[][] {box});
  }

  private static Map<String, float[]> ultraFace(float[] scores, float[][] corners) {
    float[] pairs = new float[2 * scores.length];
    float[] boxes = new float[4 * scores.length];
    for (int i = 0; i < scores.length; i++) {
      set(pairs, 2 * i, 1 - scores[i], scores[i]);
      set(boxes, 4 * i, corners[i]);
    }
    Map<String, float[]> outputs = new LinkedHashMap<>();
    outputs.put("scores", pairs);
    outputs.put("boxes", boxes);
    return outputs;
  }

  private static void set(float[] target, int at, float... values) {
    System.arraycopy(values, 0, target, at, values.length);
  }

  private static Image gray(int width, int height) {
    return Image.wrap(new byte[width * height], width, height, PixelFormat.GRAY);
  }
}
