package io.github.deepfer.benchmarks.peers;

import ai.onnxruntime.OrtException;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.benchmarks.Clock;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Models;
import io.github.deepfer.benchmarks.TemporaryFolder;
import io.github.deepfer.benchmarks.Turns.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.jspecify.annotations.Nullable;

/**
 * Times a JPEG frame with the default nets, by this library and in other ways, which take turns:
 * {@code DefaultFrames [PYTHON]}, where a Python with onnxruntime, numpy and cv2 runs peers.py as
 * for {@link Peers}. With a YuNet file in the system property {@code peers.yunet} all of them also
 * search with that.
 *
 * <p>One thread each, by processor time, unless {@code -Dpeers.threads=2}: then a stream of frames
 * on two threads, and single frames that two threads compute, by the clock on the wall.
 */
public final class DefaultFrames {
  private static final int THREADS = Integer.getInteger("peers.threads", 1);
  private static final int[][] SIZES = {{640, 480}, {1280, 720}};
  private static final int[] FACES = {1, 5};
  private static final String LIBRARY = "this library";
  private static final String PYTHON = "OpenCV and ONNX Runtime, Python";
  private static final String JAVA = "OpenCV and ONNX Runtime, plain Java";
  private static final int WARM_UP_CALLS = 200;
  private static final Duration BUDGET = Duration.ofSeconds(8);

  private final TemporaryFolder folder;
  private final @Nullable Python python;
  private final ExecutorService threads;

  private DefaultFrames(TemporaryFolder folder, @Nullable Python python, ExecutorService threads) {
    this.folder = folder;
    this.python = python;
    this.threads = threads;
  }

  public static void main(String[] args) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (TemporaryFolder folder = new TemporaryFolder();
        Python python = Python.start(args, folder)) {
      folder.write("face.onnx", Models.bytes("face"));
      folder.write("lite.onnx", Models.bytes("lite"));
      DefaultFrames frames = new DefaultFrames(folder, python, threads);
      System.out.println("Time per JPEG frame, as a multiple of this library's");
      frames.compareAll("face");
      String yunet = System.getProperty("peers.yunet");
      if (yunet != null) {
        folder.write("yunet.onnx", Files.readAllBytes(Path.of(yunet)));
        frames.compareAll("yunet");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** A frame, where it lies for Python, and the detector to search it with. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Scene(String detector, String name, byte[] file) {
    String python() {
      return "frame " + name + ".jpg " + detector + ".onnx";
    }

    String title(String what) {
      return detector + ", " + name + ", " + what;
    }
  }

  private void compareAll(String detector) throws IOException, OrtException {
    for (int[] size : SIZES) {
      for (int faces : FACES) {
        byte[] file = Frames.jpeg(Frames.group(size[0], size[1], faces));
        Scene scene = new Scene(detector, size[0] + "x" + size[1] + "-" + faces, file);
        folder.write(scene.name() + ".jpg", file);
        compareBoxes(scene);
        if (THREADS == 1) {
          compareOneThread(scene);
        } else {
          compareStreams(scene);
          compareSingleFrames(scene);
        }
      }
    }
  }

  private Pipeline pipeline(Scene scene, int threads) {
    Model detector = Model.ofFile(folder.resolve(scene.detector() + ".onnx"));
    return Pipeline.builder().detector(detector).classifier("lite").threads(threads).build();
  }

  private PlainNets plain(Scene scene, int threads) throws IOException, OrtException {
    byte[] detector = Files.readAllBytes(folder.resolve(scene.detector() + ".onnx"));
    return new PlainNets(detector, Models.bytes("lite"), threads);
  }

  /** All must find the same faces, else they did not do the same. */
  private void compareBoxes(Scene scene) throws IOException, OrtException {
    try (Pipeline pipeline = pipeline(scene, 1);
        PlainNets plain = plain(scene, 1)) {
      List<Box> boxes =
          pipeline.analyze(Image.decode(scene.file())).faces().stream().map(Face::box).toList();
      System.out.printf(Locale.ROOT, "%n%s faces%n", scene.title(boxes.size() + ""));
      compareBoxes(JAVA, plain.analyze(scene.file()), boxes);
      if (python != null) {
        compareBoxes(PYTHON, python.faces(scene.python()), boxes);
      }
    }
  }

  private static void compareBoxes(String who, List<Box> found, List<Box> boxes) {
    if (found.size() != boxes.size()) {
      throw new IllegalStateException(
          who + " finds " + found + ", this library " + boxes + ": their times tell nothing");
    }
    double least = 1;
    for (Box box : boxes) {
      least = Math.min(least, found.stream().mapToDouble(box::iou).max().orElseThrow());
    }
    System.out.printf(Locale.ROOT, "  %-44s where ours are, IoU %.2f%n", who, least);
  }

  private void compareOneThread(Scene scene) throws IOException, OrtException {
    opencv_core.setNumThreads(1);
    try (Pipeline pipeline = pipeline(scene, 1);
        PlainNets plain = plain(scene, 1)) {
      new Comparison()
          .add(
              LIBRARY, Work.of(Clock.PROCESSOR, () -> pipeline.analyze(Image.decode(scene.file()))))
          .add(PYTHON, Python.work(python, 1, 1, scene.python()))
          .add(JAVA, Work.of(Clock.PROCESSOR, () -> plain.analyze(scene.file())))
          .print(scene.title("one thread"), WARM_UP_CALLS, BUDGET);
    }
  }

  private void compareStreams(Scene scene) throws IOException, OrtException {
    opencv_core.setNumThreads(1);
    try (Pipeline pipeline = pipeline(scene, 1);
        PlainNets plain = plain(scene, 1);
        PlainNets another = plain(scene, 1)) {
      byte[] file = scene.file();
      Runnable analyze = () -> pipeline.analyze(Image.decode(file));
      new Comparison()
          .add(LIBRARY, sideBySide(analyze, analyze))
          .add(PYTHON + ", two workers", Python.work(python, 2, 1, scene.python()))
          .add(PYTHON + ", two threads a run", Python.work(python, 1, 2, scene.python()))
          .add(JAVA, sideBySide(() -> plain.analyze(file), () -> another.analyze(file)))
          .print(scene.title("stream on two threads"), WARM_UP_CALLS, BUDGET);
    }
  }

  private void compareSingleFrames(Scene scene) throws IOException, OrtException {
    opencv_core.setNumThreads(2);
    try (Pipeline pipeline = pipeline(scene, 2);
        PlainNets plain = plain(scene, 2)) {
      new Comparison()
          .add(LIBRARY, Work.of(Clock.WALL, () -> pipeline.analyze(Image.decode(scene.file()))))
          .add(PYTHON, Python.work(python, 1, 2, scene.python()))
          .add(JAVA, Work.of(Clock.WALL, () -> plain.analyze(scene.file())))
          .print(scene.title("single frames, two threads"), WARM_UP_CALLS, BUDGET);
    }
  }

  /** A thread for each program, which takes the next frame when it is done with one. */
  private Work sideBySide(Runnable... programs) {
    return calls -> {
      AtomicInteger left = new AtomicInteger(calls);
      long start = System.nanoTime();
      Stream.of(programs)
          .map(program -> CompletableFuture.runAsync(() -> run(program, left), threads))
          .toList()
          .forEach(CompletableFuture::join);
      return System.nanoTime() - start;
    };
  }

  private static void run(Runnable program, AtomicInteger left) {
    while (left.getAndDecrement() > 0) {
      program.run();
    }
  }
}
