package io.github.deepfer.onnx.classify;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FaceView;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.InferenceException;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.support.CloseGuard;
import io.github.deepfer.api.support.StatePool;
import io.github.deepfer.onnx.file.ModelFile;
import io.github.deepfer.onnx.runtime.ModelSession;
import io.github.deepfer.onnx.runtime.NativeLibrary;
import io.github.deepfer.onnx.runtime.OnnxOptions;
import io.github.deepfer.onnx.runtime.Runs;
import io.github.deepfer.onnx.tensor.InputSpec;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One model on one shared session. Thread-safe; runs of different threads go side by side. */
final class OnnxEmotionClassifier implements EmotionClassifier {
  private static final int MAX_FACES_PER_RUN = 64;
  private static final int MAX_INPUT_FLOATS_PER_RUN = 1 << 20;

  private final String id;
  private final ModelManifest manifest;
  private final OrtEnvironment environment;
  private final ModelSession session;
  private final ModelGraph graph;
  private final OutputDecoder decoder;
  private final BackendInfo info;
  private final CloseGuard guard;
  private final StatePool<RunBuffers> runs;

  private OnnxEmotionClassifier(
      String id,
      ModelManifest manifest,
      OrtEnvironment environment,
      ModelSession session,
      ModelGraph graph,
      String sha256,
      boolean isAligned) {
    this.id = id;
    this.manifest = manifest;
    this.environment = environment;
    this.session = session;
    this.graph = graph;
    decoder = new OutputDecoder(id, manifest);
    info =
        session
            .describe(id, environment)
            .model(
                ModelInfo.builder(manifest.id(), sha256)
                    .version(manifest.version())
                    .license(manifest.license())
                    .head(graph.outputs().size() > 1 ? graph.output() : null)
                    .build())
            .build();
    guard = new CloseGuard("classifier " + id);
    runs = new StatePool<>(() -> new RunBuffers(manifest, graph, isAligned), released -> {});
  }

  static OnnxEmotionClassifier open(Model model, BackendOptions options) {
    ModelFile file = ModelFile.read(model);
    OrtEnvironment environment = NativeLibrary.environment();
    ModelSession session = ModelSession.open(environment, model.id(), file.bytes(), options);
    try {
      ModelManifest manifest =
          ModelManifest.parse(
              model.id(),
              session.session().getMetadata().getCustomMetadata(),
              model.description(),
              options.head());
      ModelGraph graph = ModelGraph.check(model.id(), session.session(), manifest);
      OnnxOptions chosen = OnnxOptions.parse(options);
      OnnxEmotionClassifier classifier =
          new OnnxEmotionClassifier(
              model.id(), manifest, environment, session, graph, file.sha256(), chosen.isAligned());
      session.runs().tryOut(model.id(), classifier::selfTest);
      classifier.warmUp(chosen.warmUp());
      return classifier;
    } catch (OrtException e) {
      session.close();
      throw new ModelException(
          "model " + model.id() + " cannot be examined: " + e.getMessage() + "; export it again",
          e);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  @Override
  public List<EmotionProbabilities> classify(List<FaceView> faces) {
    List<FaceView> views = List.copyOf(faces);
    return guard.call(() -> runs.call(buffers -> classifyAll(views, buffers)));
  }

  private List<EmotionProbabilities> classifyAll(List<FaceView> views, RunBuffers buffers) {
    List<EmotionProbabilities> results = new ArrayList<>(views.size());
    int perRun = facesPerRun();
    for (int from = 0; from < views.size(); from += perRun) {
      int faces = Math.min(perRun, views.size() - from);
      buffers.resize(batch(faces));
      for (int face = 0; face < faces; face++) {
        FaceView view = views.get(from + face);
        buffers.write(view.image(), view.image().pixels(), view.crop(), face);
      }
      run(buffers, batch(faces));
      FloatBuffer outputs = buffers.outputs();
      for (int face = 0; face < faces; face++) {
        results.add(decoder.decode(outputs, face));
      }
    }
    return Collections.unmodifiableList(results);
  }

  /** Keeps the memory of a run bounded, however many faces there are. */
  private int facesPerRun() {
    return graph.fixedBatch() > 0
        ? graph.fixedBatch()
        : Math.max(
            1, Math.min(MAX_FACES_PER_RUN, MAX_INPUT_FLOATS_PER_RUN / manifest.input().size()));
  }

  /** A graph with a fixed batch computes all of it; what the unused places give is not read. */
  private int batch(int faces) {
    return graph.fixedBatch() > 0 ? graph.fixedBatch() : faces;
  }

  private void run(RunBuffers buffers, int batch) {
    try (OnnxTensor input = buffers.inputTensor(environment, batch);
        OnnxTensor output = buffers.outputTensor(environment, batch)) {
      session
          .runs()
          .run(session.session(), Map.of(graph.input(), input), Map.of(graph.output(), output));
    } catch (OrtException e) {
      throw failed(batch, e);
    }
  }

  private InferenceException failed(int batch, OrtException e) {
    return new InferenceException(
        "model "
            + id
            + " failed on "
            + batch
            + " faces on "
            + session.executionProvider()
            + ": "
            + e.getMessage()
            + "; check that the model and ONNX Runtime "
            + environment.getVersion()
            + " fit together",
        e);
  }

  /** Has ONNX Runtime allocate and tune for batches of this size before the first picture comes. */
  private void warmUp(int faces) {
    if (faces > 0) {
      byte[] black = new byte[1];
      Image image = Image.wrap(black, 1, 1, PixelFormat.GRAY);
      classify(Collections.nCopies(faces, FaceView.whole(image)));
    }
  }

  /**
   * Runs the face that the model brings and compares the outputs with those it brings, of every
   * head, since a file that is wrong in one is not to be trusted in another; of a foreign model
   * that brings none, a black one, which must give a distribution.
   */
  private void selfTest() {
    ModelManifest.SelfTest test = manifest.selfTest();
    RunBuffers buffers = new RunBuffers(manifest, graph, false);
    buffers.resize(batch(1));
    InputSpec input = manifest.input();
    Image face =
        test != null
            ? test.face()
            : Image.wrap(new byte[input.size()], input.width(), input.height(), input.color());
    FaceCrop unscaled = FaceCrop.whole(face).scaled(1 / manifest.cropScale());
    buffers.write(face, face.pixels(), unscaled, 0);
    try {
      run(buffers, batch(1));
      decoder.decode(buffers.outputs(), 0);
      if (test != null) {
        compareAll(test, buffers);
      }
    } catch (InferenceException e) {
      throw new ModelException("model " + id + " fails its self-test: " + e.getMessage(), e);
    }
  }

  private void compareAll(ModelManifest.SelfTest test, RunBuffers buffers) {
    Set<String> others = new TreeSet<>(test.outputs().keySet());
    others.removeAll(Set.of(graph.output(), ""));
    if (!graph.outputs().containsAll(others)) {
      throw new ModelException(
          "model "
              + id
              + " brings a self-test of the outputs "
              + test.outputs().keySet()
              + ", but its outputs are "
              + graph.outputs()
              + "; export it again");
    }
    // An unnamed one is the only one.
    List<Double> own = test.outputs().getOrDefault(graph.output(), test.outputs().get(""));
    if (own != null) {
      compare(graph.output(), own, test.tolerance(), buffers.outputs());
    }
    if (others.isEmpty()) {
      return;
    }
    int batch = batch(1);
    try (OnnxTensor input = buffers.inputTensor(environment, batch);
        OrtSession.Result result = session.session().run(Map.of(graph.input(), input), others)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        String name = output.getKey();
        List<Double> expected = Objects.requireNonNull(test.outputs().get(name));
        FloatBuffer actual = output.getValue() instanceof OnnxTensor t ? t.getFloatBuffer() : null;
        compare(name, expected, test.tolerance(), actual);
      }
    } catch (OrtException e) {
      throw failed(batch, e);
    }
  }

  /** Compares the first face's; an output that is no floats is null. */
  private void compare(
      String output, List<Double> expected, double tolerance, @Nullable FloatBuffer outputs) {
    List<Float> actual = new ArrayList<>();
    boolean agrees = outputs != null && outputs.limit() >= expected.size();
    for (int i = 0; outputs != null && i < Math.min(expected.size(), outputs.limit()); i++) {
      actual.add(outputs.get(i));
      agrees &= Math.abs(outputs.get(i) - expected.get(i)) <= tolerance;
    }
    if (!agrees) {
      throw new ModelException(
          "model "
              + id
              + " fails its self-test on "
              + session.executionProvider()
              + ": expected of output "
              + output
              + " "
              + expected
              + " within "
              + tolerance
              + ", got "
              + actual
              + "; the file's weights and metadata do not belong together, export it again");
    }
  }

  @Override
  public List<Emotion> labels() {
    return manifest.labels();
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  @Override
  public void close() {
    guard.close(
        () -> {
          session.close();
          runs.close();
        },
        Runs.MAX_WAIT_AT_CLOSE,
        session.runs()::end);
  }
}
