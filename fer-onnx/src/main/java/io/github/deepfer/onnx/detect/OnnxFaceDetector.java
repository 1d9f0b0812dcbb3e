package io.github.deepfer.onnx.detect;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.InferenceException;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.support.CloseGuard;
import io.github.deepfer.api.support.StatePool;
import io.github.deepfer.onnx.detect.FaceNet.SearchSize;
import io.github.deepfer.onnx.file.ModelFile;
import io.github.deepfer.onnx.runtime.ModelSession;
import io.github.deepfer.onnx.runtime.NativeLibrary;
import io.github.deepfer.onnx.runtime.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One net on one shared session. Thread-safe; runs of different threads go side by side. */
final class OnnxFaceDetector implements FaceDetector {
  private static final int TRIAL_SIDE = 64;

  private final FaceNet net;
  private final DetectorManifest manifest;
  private final int minFaceSize;
  private final ModelSession session;
  private final BackendInfo info;
  private final CloseGuard guard;
  private final StatePool<SearchBuffers> searches;

  private OnnxFaceDetector(
      FaceNet net,
      DetectorManifest manifest,
      String inputName,
      int minFaceSize,
      OrtEnvironment environment,
      ModelSession session,
      ModelInfo model) {
    this.net = net;
    this.manifest = manifest;
    this.minFaceSize = minFaceSize;
    this.session = session;
    guard = new CloseGuard("detector " + model.id());
    searches =
        new StatePool<>(() -> new SearchBuffers(environment, net, inputName), SearchBuffers::close);
    info = session.describe(model.id(), environment).model(model).build();
  }

  static OnnxFaceDetector open(Model model, BackendOptions options) {
    ModelFile file = ModelFile.read(model);
    OrtEnvironment environment = NativeLibrary.environment();
    ModelSession session = ModelSession.open(environment, model.id(), file.bytes(), options);
    try {
      NodeInfo input = session.session().getInputInfo().values().iterator().next();
      FaceNet net = recognise(model.id(), session.session());
      DetectorManifest manifest =
          DetectorManifest.parse(
              model.id(), session.session().getMetadata().getCustomMetadata(), net);
      ModelInfo known =
          ModelInfo.builder(model.id(), file.sha256())
              .version(manifest.version())
              .license(manifest.license())
              .build();
      OnnxFaceDetector detector =
          new OnnxFaceDetector(
              net, manifest, input.getName(), options.minFaceSize(), environment, session, known);
      session.runs().tryOut(model.id(), () -> detector.tryOut(model.id()));
      return detector;
    } catch (OrtException e) {
      session.close();
      throw new ModelException(
          "model " + model.id() + " cannot be examined: " + e.getMessage() + "; get it again", e);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /** By what the graph takes and gives; file names say nothing. */
  private static FaceNet recognise(String modelId, OrtSession session) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    NodeInfo input = inputs.values().iterator().next();
    if (inputs.size() == 1
        && input.getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.FLOAT
        && tensor.getShape().length == 4
        && Math.abs(tensor.getShape()[0]) == 1
        && tensor.getShape()[1] == 3) {
      var net = YuNet.of(tensor, outputs).or(() -> UltraFace.of(tensor, outputs));
      if (net.isPresent()) {
        return net.get();
      }
    }
    throw new ModelException(
        "model "
            + modelId
            + " is no face detector that is known here: expected YuNet of the OpenCV zoo (outputs"
            + " cls_8 to kps_32) or UltraFace (outputs scores and boxes), got the inputs "
            + inputs.values()
            + " and the outputs "
            + outputs.keySet());
  }

  /**
   * Names can lie; the shapes that the net gives, and the face that a self-test has it find,
   * cannot.
   */
  private void tryOut(String modelId) {
    DetectorManifest.SelfTest test = manifest.selfTest();
    Image picture =
        test != null
            ? test.picture()
            : Image.wrap(
                new byte[TRIAL_SIDE * TRIAL_SIDE], TRIAL_SIDE, TRIAL_SIDE, PixelFormat.GRAY);
    List<DetectedFace> found;
    try {
      // Whatever faces the caller looks for, the test is the same.
      found = searches.call(buffers -> detect(picture, 0, buffers));
    } catch (InferenceException e) {
      throw new ModelException(
          "model " + modelId + " is damaged or no " + net.name() + ": " + e.getMessage(), e);
    }
    if (test != null) {
      test.check(modelId, found);
    }
  }

  @Override
  public List<DetectedFace> detect(Image image) {
    Objects.requireNonNull(image, "image");
    return guard.call(() -> searches.call(buffers -> detect(image, minFaceSize, buffers)));
  }

  private List<DetectedFace> detect(Image image, int smallest, SearchBuffers buffers) {
    SearchSize size = net.searchSize(image.width(), image.height(), smallest);
    try {
      Candidates found = buffers.search(session, image, size, manifest.minScore());
      return faces(found, image, size.scale(), smallest);
    } catch (OrtException e) {
      throw new InferenceException(
          "detector "
              + info.id()
              + " failed on "
              + image
              + ": "
              + e.getMessage()
              + "; try a larger minFaceSize or a smaller picture",
          e);
    }
  }

  private List<DetectedFace> faces(Candidates found, Image image, double scale, int smallest) {
    if (found.size() == 0) {
      return List.of();
    }
    List<DetectedFace> faces = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      int left = clip(found.left(i) / scale, image.width());
      int top = clip(found.top(i) / scale, image.height());
      int right = clip(found.right(i) / scale, image.width());
      int bottom = clip(found.bottom(i) / scale, image.height());
      boolean isLargeEnough = (found.right(i) - found.left(i)) / scale >= smallest;
      if (right > left && bottom > top && isLargeEnough) {
        faces.add(
            new DetectedFace(
                new Box(left, top, right - left, bottom - top),
                Math.min(1, found.score(i)),
                net.hasLandmarks() ? landmarks(found, i, scale) : null));
      }
    }
    faces.sort(DetectedFace.BY_SCORE);
    return List.copyOf(faces);
  }

  private static int clip(double position, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(position)));
  }

  /**
   * Nets begin with the person's own right, which is left in the picture. A net that gives numbers
   * that are none has not seen where they are.
   */
  private static @Nullable Landmarks landmarks(Candidates found, int face, double scale) {
    for (int i = 0; i < Candidates.LANDMARKS; i++) {
      if (!Float.isFinite((float) (found.landmarkX(face, i) / scale))
          || !Float.isFinite((float) (found.landmarkY(face, i) / scale))) {
        return null;
      }
    }
    return new Landmarks(
        point(found, face, 0, scale),
        point(found, face, 1, scale),
        point(found, face, 2, scale),
        point(found, face, 3, scale),
        point(found, face, 4, scale));
  }

  private static Point point(Candidates found, int face, int number, double scale) {
    return new Point(
        (float) (found.landmarkX(face, number) / scale),
        (float) (found.landmarkY(face, number) / scale));
  }

  @Override
  public Framing framing() {
    return manifest.framing();
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  @Override
  public void close() {
    guard.close(
        () -> {
          searches.close();
          session.close();
        },
        Runs.MAX_WAIT_AT_CLOSE,
        session.runs()::end);
  }
}
