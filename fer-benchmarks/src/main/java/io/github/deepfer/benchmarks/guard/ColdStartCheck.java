package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.Image;
import io.github.deepfer.benchmarks.FirstResult;
import io.github.deepfer.benchmarks.FirstRun;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.benchmarks.Models;
import io.github.deepfer.benchmarks.Starter;
import io.github.deepfer.benchmarks.TemporaryFolder;
import java.util.List;
import java.util.Locale;

/** A process that analyzes one frame against one that only has ONNX Runtime run the same nets. */
record ColdStartCheck(Image frame) implements Check {
  private static final int ROUNDS = 8;

  @Override
  public Finding measure() throws Exception {
    try (TemporaryFolder folder = new TemporaryFolder()) {
      folder.write("frame.jpg", Frames.jpeg(frame));
      folder.write("face.onnx", Models.bytes("face"));
      folder.write("lite.onnx", Models.bytes("lite"));
      List<String> library =
          Starter.command(
              folder.path(), FirstResult.class, List.of(), folder.resolve("frame.jpg").toString());
      List<String> runtime =
          Starter.command(
              folder.path(),
              FirstRun.class,
              List.of(),
              folder.resolve("face.onnx").toString(),
              folder.resolve("lite.onnx").toString());
      double ours = Double.POSITIVE_INFINITY;
      double alone = Double.POSITIVE_INFINITY;
      // Others only ever add time, so the shortest of each tells; the first fills caches of files.
      for (int round = 0; round < ROUNDS; round++) {
        ours = Math.min(ours, Starter.millis(library));
        alone = Math.min(alone, Starter.millis(runtime));
      }
      return judge(ours, alone);
    }
  }

  /**
   * Judges what was seen.
   *
   * @param library milliseconds of a process with the library
   * @param runtime the same with ONNX Runtime alone
   */
  static Finding judge(double library, double runtime) {
    return new Finding(
        "face, lite, one frame",
        Limit.COLD_START,
        library / runtime,
        Limit.COLD_START.value(),
        String.format(Locale.ROOT, "%.0f ms, ONNX Runtime alone %.0f ms", library, runtime));
  }
}
