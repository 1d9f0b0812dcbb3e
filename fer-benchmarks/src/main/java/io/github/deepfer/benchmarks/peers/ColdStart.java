package io.github.deepfer.benchmarks.peers;

import ai.onnxruntime.OrtEnvironment;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.awt.BufferedImages;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Models;
import io.github.deepfer.models.face.FaceModelProvider;
import io.github.deepfer.models.lite.LiteModelProvider;
import io.github.deepfer.onnx.detect.OnnxDetectorBackend;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * From the start of a process to the end of a program that analyzes one JPEG frame of 640x480: with
 * the starter and nothing else on the class path, plain and with an archive of classes, and in
 * Python with the same nets. They take turns; medians in milliseconds by the clock on the wall.
 * {@code ColdStart [PYTHON]}: a Python with onnxruntime, numpy and cv2.
 */
public final class ColdStart {
  private static final int ROUNDS = 7;

  /** One of each jar that the starter brings and a start needs. */
  private static final List<Class<?>> STARTER =
      List.of(
          Pipeline.class,
          OnnxDetectorBackend.class,
          BufferedImages.class,
          FaceModelProvider.class,
          LiteModelProvider.class,
          Logger.class,
          OrtEnvironment.class);

  private ColdStart() {}

  public static void main(String[] args) throws Exception {
    try (TemporaryFolder folder = new TemporaryFolder()) {
      folder.write("frame.jpg", Frames.jpeg(Frames.group(640, 480, 1)));
      folder.write("face.onnx", Models.bytes("face"));
      folder.write("lite.onnx", Models.bytes("lite"));
      measure(programs(folder.path(), args));
    }
  }

  private record Program(String name, List<String> command) {}

  private static List<Program> programs(Path folder, String[] args) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // A jar, since archives of classes take no folders; only the starter's are beside it.
    Path program = folder.resolve("program.jar");
    writeJar(program, FirstResult.class);
    List<String> jars = new ArrayList<>();
    jars.add(program.toString());
    for (Class<?> each : STARTER) {
      jars.add(jarOf(each));
    }
    List<String> run =
        List.of(
            "-cp",
            String.join(File.pathSeparator, jars),
            FirstResult.class.getName(),
            folder.resolve("frame.jpg").toString());
    Path archive = folder.resolve("classes.jsa");
    start(command(java, run, "-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
    List<Program> programs = new ArrayList<>();
    programs.add(new Program("this library", command(java, run)));
    programs.add(
        new Program(
            "with an archive of classes", command(java, run, "-XX:SharedArchiveFile=" + archive)));
    programs.add(
        new Program(
            "and -XX:TieredStopAtLevel=1",
            command(java, run, "-XX:SharedArchiveFile=" + archive, "-XX:TieredStopAtLevel=1")));
    if (args.length > 0) {
      String script = System.getProperty("peers.script", "fer-benchmarks/src/main/python/first.py");
      programs.add(new Program("Python", List.of(args[0], script, folder.toString())));
    }
    return programs;
  }

  private static void writeJar(Path jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream source = ColdStart.class.getResourceAsStream('/' + name)) {
      out.putNextEntry(new JarEntry(name));
      Objects.requireNonNull(source, name).transferTo(out);
      out.closeEntry();
    }
  }

  private static List<String> command(String java, List<String> run, String... options) {
    return Stream.of(Stream.of(java), Arrays.stream(options), run.stream())
        .flatMap(part -> part)
        .collect(Collectors.toList());
  }

  private static String jarOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static void measure(List<Program> programs) throws IOException, InterruptedException {
    double[][] times = new double[programs.size()][ROUNDS];
    for (Program program : programs) {
      start(program.command()); // fills the caches of files
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < programs.size(); i++) {
        times[i][round] = start(programs.get(i).command());
      }
    }
    for (double[] each : times) {
      Arrays.sort(each);
    }
    for (int i = 0; i < programs.size(); i++) {
      System.out.printf(
          Locale.ROOT,
          "%-30s %6.0f ms, %.2f of the last%n",
          programs.get(i).name(),
          times[i][ROUNDS / 2],
          times[i][ROUNDS / 2] / times[programs.size() - 1][ROUNDS / 2]);
    }
  }

  private static double start(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed; see its output above");
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** What a user writes first. */
  public static final class FirstResult {
    private FirstResult() {}

    public static void main(String[] args) {
      try (Pipeline pipeline = Pipeline.create()) {
        if (pipeline.analyze(Image.read(Path.of(args[0]))).faces().size() != 1) {
          throw new IllegalStateException("one face expected");
        }
      }
    }
  }
}
