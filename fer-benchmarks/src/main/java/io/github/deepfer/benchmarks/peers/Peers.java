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
import io.github.deepfer.benchmarks.Turns;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import io.github.deepfer.opencv.mat.Mats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * Times other ways to do the library's work, on the same pictures and model files, on one thread
 * each, and prints tables of ratios. {@code Peers [PYTHON]}: a Python with onnxruntime, numpy and
 * cv2 adds those; it runs src/main/python/peers.py, whose path is the system property {@code
 * peers.script}. {@code -Dpeers.threads=2} lets OpenCV search with two threads in Java. With a
 * YuNet file in the system property {@code peers.yunet}, the library is timed with that too.
 */
public final class Peers {
  private static final List<String> MODELS = List.of("cnn", "lite", "lite-int8");
  private static final int[] BATCHES = {1, 32};
  private static final String LIBRARY = "this library";

  /** OpenCV's threads. With more than one only frames are compared, by the clock on the wall. */
  private static final int THREADS = Integer.getInteger("peers.threads", 1);

  private final Path folder;
  private final Map<String, Double> python;

  private Peers(Path folder, Map<String, Double> python) {
    this.folder = folder;
    this.python = python;
  }

  public static void main(String[] args) throws Exception {
    // DJL reports its use unless told not to.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    // It gives ONNX Runtime threads of its own, and so must be the first to start it.
    Engine.getEngine("OnnxRuntime");
    Path folder = Files.createTempDirectory("peers");
    try {
      writeFiles(folder);
      opencv_core.setNumThreads(THREADS);
      Map<String, Double> python =
          args.length == 0 ? Map.of() : PythonPeers.nanosPerCall(args[0], folder);
      Peers peers = new Peers(folder, python);
      Classifiers.warmUp();
      if (THREADS == 1) {
        peers.compareNets();
      }
      peers.compareDefaults();
      peers.compareFrames();
    } finally {
      delete(folder);
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

  private static List<Scene> defaultScenes() {
    return List.of(
        new Scene("default-vga-one", Frames.group(640, 480, 1), 0),
        new Scene("default-vga-five", Frames.group(640, 480, 5), 0),
        new Scene("default-hd-one", Frames.group(1280, 720, 1), 0),
        new Scene("default-hd-five", Frames.group(1280, 720, 5), 0));
  }

  private static void writeFiles(Path folder) throws IOException {
    Files.write(folder.resolve("face.detector"), Models.bytes("face"));
    for (Scene scene : defaultScenes()) {
      Files.write(folder.resolve(scene.name() + ".jpg"), jpeg(scene.frame()));
    }
    for (String model : MODELS) {
      Files.write(folder.resolve(model + ".onnx"), Models.bytes(model));
    }
    for (Scene scene : scenes()) {
      Files.write(
          folder.resolve(scene.name() + "-" + scene.minFaceSize() + ".jpg"), jpeg(scene.frame()));
    }
    ByteBuffer face = Frames.face(48).pixels();
    byte[] pixels = new byte[face.limit()];
    face.get(pixels);
    Files.write(folder.resolve("face.gray"), pixels);
    Files.copy(cascade(), folder.resolve("cascade.xml"));
  }

  static byte[] jpeg(Image frame) {
    try (Mat mat = Mats.toMat(frame);
        BytePointer file = new BytePointer()) {
      opencv_imgcodecs.imencode(".jpg", mat, file);
      byte[] bytes = new byte[(int) file.limit()];
      file.get(bytes);
      return bytes;
    }
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
    System.out.println("Time per face, as a multiple of this library's. One thread.");
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
    Map<String, Runnable> works = new LinkedHashMap<>();
    try (EmotionClassifier classifier = Classifiers.open(model, 1);
        RawSession raw = new RawSession(Models.bytes(model), batch, 1);
        DjlNet djl = new DjlNet(file)) {
      raw.run();
      float[] expected = outputs(raw.outputs());
      Shape shape = new Shape(batch, 1, 48, 48);
      works.put(LIBRARY, () -> classifier.classify(face, crops));
      works.put("ONNX Runtime, Java, tensors made once", raw::run);
      if (agree("DJL", expected, djl.run(inputs, shape))) {
        works.put("DJL, ONNX Runtime engine", () -> djl.run(inputs, shape));
      }
      try (OpenCvNet openCv = new OpenCvNet(file, inputs, batch, 1, 48, 48)) {
        if (agree("OpenCV DNN", expected, openCv.run())) {
          works.put("OpenCV DNN, Java", openCv::run);
        }
        print(model + ", batch " + batch, works, model + "-" + batch);
      }
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

  /** What a pipeline does unless told otherwise, against the same nets and sizes elsewhere. */
  private void compareDefaults() throws IOException {
    System.out.println("Time per JPEG frame, default detector and classifier. Threads: " + THREADS);
    for (Scene scene : defaultScenes()) {
      byte[] file = Files.readAllBytes(folder.resolve(scene.name() + ".jpg"));
      try (Pipeline pipeline =
          Pipeline.builder().detector("face").classifier("lite").threads(THREADS).build()) {
        int faces = pipeline.analyze(Image.decode(file)).faces().size();
        String name = scene.name() + "-" + faces;
        print(name, Map.of(LIBRARY, () -> pipeline.analyze(Image.decode(file))), name);
      }
    }
  }

  private void compareFrames() throws IOException, OrtException {
    System.out.println("Time per JPEG frame, as a multiple of this library's. Threads: " + THREADS);
    for (Scene scene : scenes()) {
      compareFrame(scene);
    }
  }

  private void compareFrame(Scene scene) throws IOException, OrtException {
    String name = scene.name() + "-" + scene.minFaceSize();
    byte[] file = Files.readAllBytes(folder.resolve(name + ".jpg"));
    try (HaarFaceDetector detector =
            HaarFaceDetector.builder().minFaceSize(scene.minFaceSize()).build();
        EmotionClassifier classifier = Classifiers.open("lite-int8", 1);
        Pipeline pipeline = Pipeline.builder().detector(detector).classifier(classifier).build();
        PlainProgram plain =
            new PlainProgram(
                folder.resolve("cascade.xml").toString(),
                scene.minFaceSize(),
                Models.bytes("lite-int8"))) {
      int faces = pipeline.analyze(Image.decode(file)).faces().size();
      int plainFaces = plain.analyze(file).size();
      if (faces != plainFaces) {
        throw new IllegalStateException(
            name + ": the library finds " + faces + " faces, the plain program " + plainFaces);
      }
      Map<String, Runnable> works = new LinkedHashMap<>();
      works.put(LIBRARY, () -> pipeline.analyze(Image.decode(file)));
      works.put("OpenCV and ONNX Runtime, plain Java", () -> plain.analyze(file));
      String yunet = System.getProperty("peers.yunet");
      if (yunet == null) {
        print(name + ", " + faces + " found", works, name);
        return;
      }
      try (Pipeline withYuNet =
          Pipeline.builder()
              .detector(Model.ofFile(Path.of(yunet)))
              .minFaceSize(scene.minFaceSize())
              .threads(THREADS)
              .classifier(classifier)
              .build()) {
        int found = withYuNet.analyze(Image.decode(file)).faces().size();
        works.put(
            "this library, YuNet, " + found + " found",
            () -> withYuNet.analyze(Image.decode(file)));
        print(name + ", " + faces + " found", works, name);
      }
    }
  }

  private void print(String title, Map<String, Runnable> works, String pythonKey) {
    double[] nanos =
        Turns.of(
                THREADS == 1 ? Clock.PROCESSOR : Clock.WALL,
                works.values().toArray(Runnable[]::new))
            .nanosPerCall(Duration.ofSeconds(2));
    System.out.printf(Locale.ROOT, "%n%s%n", title);
    int i = 0;
    for (String name : works.keySet()) {
      print(name, nanos[i++] / nanos[0]);
    }
    Double pythonNanos = python.get(pythonKey);
    if (pythonNanos != null) {
      print("Python", pythonNanos / nanos[0]);
    }
  }

  private static void print(String name, double ratio) {
    System.out.printf(Locale.ROOT, "  %-40s %.2f%n", name, ratio);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
