package io.github.deepfer.benchmarks;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import java.nio.file.Path;
import java.util.List;
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

/** Faces of a frame, without their emotions. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls set-up methods.
public class DetectBenchmark {
  @Param("haar")
  String detector;

  @Param({"640x480", "1280x720"})
  String size;

  @Param({"0", "1", "5"})
  int faces;

  private Pipeline open;
  private Image frame;

  @Setup
  public void open() {
    PipelineBuilder builder = Pipeline.builder();
    open =
        detector.endsWith(".onnx")
            ? builder.detector(Model.ofFile(Path.of(detector))).build()
            : builder.detector(detector).build();
    frame = Size.of(size).group(faces);
  }

  @Benchmark
  public List<DetectedFace> detect() {
    return open.detect(frame);
  }

  @TearDown
  public void close() {
    open.close();
  }
}
