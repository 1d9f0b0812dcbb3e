package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the start of a JVM to the end of a program that analyzes one frame. The first one of all may
 * unpack OpenCV's natives to their cache; it is warm-up.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
public class ColdStartBenchmark {
  /** Which model the program opens. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH sets parameters.
  public static class Choice {
    @Param({"cnn", "lite", "lite-int8"})
    String model;
  }

  @Benchmark
  public void firstResult(Choice choice) throws IOException, InterruptedException {
    run(FirstResult.class, choice.model);
  }

  /** What a JVM costs that does nothing. */
  @Benchmark
  public void emptyProgram() throws IOException, InterruptedException {
    run(EmptyProgram.class, "");
  }

  private static void run(Class<?> program, String argument)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                argument)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(program.getName() + " failed; see its output above");
    }
  }

  /** Analyzes one frame. */
  public static final class FirstResult {
    private FirstResult() {}

    public static void main(String[] args) {
      try (Pipeline pipeline = Pipeline.builder().detector("haar").classifier(args[0]).build()) {
        if (pipeline.analyze(Frames.group(640, 480, 1)).faces().size() != 1) {
          throw new IllegalStateException("one face expected");
        }
      }
    }
  }

  /** Does nothing. */
  public static final class EmptyProgram {
    private EmptyProgram() {}

    public static void main(String[] args) {}
  }
}
