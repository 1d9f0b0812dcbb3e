package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole frame, with the default threads of the library and of OpenCV. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls set-up methods.
public class AnalyzeBenchmark {
  @Param("haar")
  String detector;

  @Param({"cnn", "lite", "lite-int8"})
  String model;

  @Param({"640x480", "1280x720"})
  String size;

  @Param({"0", "1", "5", "20"})
  int faces;

  private Pipeline pipeline;
  private Image frame;

  @Setup
  public void open() {
    pipeline = Pipeline.builder().detector(detector).classifier(model).build();
    frame = Size.of(size).group(faces);
    int found = pipeline.analyze(frame).faces().size();
    if (found != faces) {
      throw new IllegalStateException(
          detector + " finds " + found + " faces of " + faces + " in a frame of " + size);
    }
  }

  @Benchmark
  public Analysis analyze() {
    return pipeline.analyze(frame);
  }

  @TearDown
  public void close() {
    pipeline.close();
  }
}
