package io.github.deepfer.benchmarks.peers;

import io.github.deepfer.benchmarks.FirstResult;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Models;
import io.github.deepfer.benchmarks.Starter;
import io.github.deepfer.benchmarks.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * From the start of a process to the end of a program that analyzes one JPEG frame of 640x480: with
 * the starter and nothing else on the class path, plain and with an archive of classes, and in
 * Python with the same nets. They take turns; medians in milliseconds by the clock on the wall.
 * {@code ColdStart [PYTHON]}: a Python with onnxruntime, numpy and cv2.
 */
public final class ColdStart {
  private static final int ROUNDS = 7;

  private ColdStart() {}

  public static void main(String[] args) throws Exception {
    try (TemporaryFolder folder = new TemporaryFolder()) {
      folder.write("frame.jpg", Frames.jpeg(Frames.group(640, 480, 1)));
      folder.write("face.onnx", Models.bytes("face"));
      folder.write("lite.onnx", Models.bytes("lite"));
      measure(programs(folder, args));
    }
  }

  private record Program(String name, List<String> command) {}

  private static List<Program> programs(TemporaryFolder folder, String[] args) throws Exception {
    Path archive = folder.resolve("classes.jsa");
    String use = "-XX:SharedArchiveFile=" + archive;
    Starter.millis(java(folder, "-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
    List<Program> programs = new ArrayList<>();
    programs.add(new Program("this library", java(folder)));
    programs.add(new Program("with an archive of classes", java(folder, use)));
    programs.add(
        new Program("and -XX:TieredStopAtLevel=1", java(folder, use, "-XX:TieredStopAtLevel=1")));
    if (args.length > 0) {
      String script = System.getProperty("peers.script", "fer-benchmarks/src/main/python/first.py");
      programs.add(new Program("Python", List.of(args[0], script, folder.path().toString())));
    }
    return programs;
  }

  private static List<String> java(TemporaryFolder folder, String... options) throws Exception {
    return Starter.command(
        folder.path(), FirstResult.class, List.of(options), folder.resolve("frame.jpg").toString());
  }

  private static void measure(List<Program> programs) throws IOException, InterruptedException {
    double[][] times = new double[programs.size()][ROUNDS];
    for (Program program : programs) {
      Starter.millis(program.command()); // fills the caches of files
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < programs.size(); i++) {
        times[i][round] = Starter.millis(programs.get(i).command());
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
}
