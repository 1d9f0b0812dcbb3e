package io.github.deepfer.benchmarks.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OrtException;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.benchmarks.Classifiers;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Models;
import io.github.deepfer.benchmarks.RawSession;
import io.github.deepfer.benchmarks.TemporaryFolder;
import io.github.deepfer.benchmarks.Turns.Work;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.jspecify.annotations.Nullable;

/**
 * Times other ways to do parts of the library's work, on the same pictures and model files, which
 * take turns, and prints their times as multiples of this library's: its nets on faces, on one
 * thread each, and JPEG frames with Haar. {@link DefaultFrames} has the frames with the defaults.
 *
 * <p>{@code Peers [PYTHON]}: a Python with onnxruntime, numpy and cv2 adds those; it runs
 * src/main/python/peers.py, whose path is the system property {@code peers.script}. {@code
 * -Dpeers.threads=2} compares only frames, lets OpenCV search with two threads, and takes the clock
 * on the wall instead of processor time. With a YuNet file in the system property {@code
 * peers.yunet}, the library is timed with that too.
 */
public final class Peers {
  private static final List<String> MODELS = List.of("cnn", "lite", "lite-int8");
  private static final int[] BATCHES = {1, 32};
  private static final String LIBRARY = "this library";

  private static final int THREADS = Integer.getInteger("peers.threads", 1);
  private static final Clock CLOCK = THREADS == 1 ? Clock.PROCESSOR : Clock.WALL;
  private static final int WARM_UP_CALLS = 20;
  private static final Duration BUDGET = Duration.ofSeconds(4);

  private final TemporaryFolder folder;
  private final @Nullable Python python;

  private Peers(TemporaryFolder folder, @Nullable Python python) {
    this.folder = folder;
    this.python = python;
  }

  public static void main(String[] args) throws Exception {
    // DJL reports its use unless told not to.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    // It gives ONNX Runtime threads of its own, and so must be the first to start it.
    Engine.getEngine("OnnxRuntime");
    opencv_core.setNumThreads(THREADS);
    try (TemporaryFolder folder = new TemporaryFolder();
        Python python = Python.start(args, folder)) {
      Peers peers = new Peers(folder, python);
      peers.writeFiles();
      Classifiers.warmUp();
      System.out.println("Time as a multiple of this library's. Threads: " + THREADS);
      if (THREADS == 1) {
        peers.compareNets();
      }
      for (Scene scene : scenes()) {
        peers.compareFrame(scene);
      }
    }
  }

  /** A frame of the comparison, with the parameters that both programs get. */
  private record Scene(String name, Image frame, int minFaceSize) {}

  private static List<Scene> scenes() {
    return List.of(
        new Scene("one-large", Frames.portrait(640, 480), 30),
        new Scene("one", Frames.group(640, 480, 1), 30),
        new Scene("five", Frames.group(640, 480, 5), 30),
        new Scene("one-large-min80", Frames.portrait(640, 480), 80),
        new Scene("one-hd-min80", Frames.portrait(1280, 720), 80));
  }

  private void writeFiles() throws IOException {
    for (String model : MODELS) {
      folder.write(model + ".onnx", Models.bytes(model));
    }
    ByteBuffer face = Frames.face(48).pixels();
    byte[] pixels = new byte[face.limit()];
    face.get(pixels);
    folder.write("face.gray", pixels);
    Files.copy(cascade(), folder.resolve("cascade.xml"));
  }

  /** The one that the library's detector has. */
  private static Path cascade() throws IOException {
    return Loader.cacheResource(
            CascadeClassifier.class,
            "/org/bytedeco/opencv/"
                + Loader.getPlatform()
                + "/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml")
        .toPath();
  }

  private void compareNets() throws Exception {
    for (String model : MODELS) {
      for (int batch : BATCHES) {
        compareNet(model, batch);
      }
    }
  }

  private void compareNet(String model, int batch) throws Exception {
    Path file = folder.resolve(model + ".onnx");
    Image face = Frames.face(48);
    List<FaceCrop> crops = Collections.nCopies(batch, FaceCrop.whole(face));
    float[] inputs = inputs(face, batch);
    try (EmotionClassifier classifier = Classifiers.open(model, 1);
        RawSession raw = new RawSession(Models.bytes(model), batch, 1);
        DjlNet djl = new DjlNet(file);
        OpenCvNet openCv = new OpenCvNet(file, inputs, batch, 1, 48, 48)) {
      raw.run();
      float[] expected = outputs(raw.outputs());
      Shape shape = new Shape(batch, 1, 48, 48);
      Comparison comparison =
          new Comparison()
              .add(LIBRARY, Work.of(CLOCK, () -> classifier.classify(face, crops)))
              .add("ONNX Runtime, Java, tensors made once", Work.of(CLOCK, raw::run))
              .add("Python", Python.work(python, 1, 1, "net " + model + ".onnx " + batch));
      if (agree("DJL", expected, djl.run(inputs, shape))) {
        comparison.add("DJL, ONNX Runtime engine", Work.of(CLOCK, () -> djl.run(inputs, shape)));
      }
      if (agree("OpenCV DNN", expected, openCv.run())) {
        comparison.add("OpenCV DNN, Java", Work.of(CLOCK, openCv::run));
      }
      comparison.print(model + ", batch " + batch, WARM_UP_CALLS, BUDGET);
    }
  }

  private static float[] inputs(Image face, int batch) {
    ByteBuffer pixels = face.pixels();
    float[] inputs = new float[batch * pixels.limit()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (pixels.get(i % pixels.limit()) & 0xff) / 255f;
    }
    return inputs;
  }

  private static float[] outputs(FloatBuffer buffer) {
    float[] values = new float[buffer.limit()];
    buffer.get(0, values);
    return values;
  }

  /** Whoever computes something else is not timed. */
  private static boolean agree(String peer, float[] expected, float[] actual) {
    float worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
    }
    // Kernels of other engines round otherwise; these outputs are logits between -5 and 5.
    boolean agree = worst < 0.2;
    if (!agree) {
      System.out.printf(
          Locale.ROOT, "%n%s computes something else: an output is %.2f off%n", peer, worst);
    }
    return agree;
  }

  private void compareFrame(Scene scene) throws IOException, OrtException {
    byte[] file = Frames.jpeg(scene.frame());
    folder.write(scene.name() + ".jpg", file);
    String yunet = System.getProperty("peers.yunet");
    try (HaarFaceDetector detector =
            HaarFaceDetector.builder().minFaceSize(scene.minFaceSize()).build();
        EmotionClassifier classifier = Classifiers.open("lite-int8", 1);
        Pipeline pipeline = Pipeline.builder().detector(detector).classifier(classifier).build();
        Pipeline withYuNet = yunet == null ? null : withYuNet(yunet, scene, classifier);
        PlainProgram plain =
            new PlainProgram(
                folder.resolve("cascade.xml").toString(),
                scene.minFaceSize(),
                Models.bytes("lite-int8"))) {
      int faces = pipeline.analyze(Image.decode(file)).faces().size();
      int plainFaces = plain.analyze(file).size();
      if (faces != plainFaces) {
        throw new IllegalStateException(
            scene.name()
                + ": the library finds "
                + faces
                + " faces, the plain program "
                + plainFaces);
      }
      Comparison comparison =
          new Comparison()
              .add(LIBRARY, Work.of(CLOCK, () -> pipeline.analyze(Image.decode(file))))
              .add("OpenCV and ONNX Runtime, plain Java", Work.of(CLOCK, () -> plain.analyze(file)))
              .add(
                  "OpenCV and ONNX Runtime, Python",
                  Python.work(
                      python, 1, THREADS, "haar " + scene.name() + ".jpg " + scene.minFaceSize()));
      if (withYuNet != null) {
        int found = withYuNet.analyze(Image.decode(file)).faces().size();
        comparison.add(
            LIBRARY + ", YuNet, " + found + " found",
            Work.of(CLOCK, () -> withYuNet.analyze(Image.decode(file))));
      }
      comparison.print(scene.name() + ", " + faces + " found", WARM_UP_CALLS, BUDGET);
    }
  }

  private static Pipeline withYuNet(String file, Scene scene, EmotionClassifier classifier) {
    return Pipeline.builder()
        .detector(Model.ofFile(Path.of(file)))
        .minFaceSize(scene.minFaceSize())
        .threads(THREADS)
        .classifier(classifier)
        .build();
  }
}
