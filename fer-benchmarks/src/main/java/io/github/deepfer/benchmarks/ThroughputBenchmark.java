package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_core;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Frames per second when 1 to all processors call one pipeline. Each call keeps to the thread that
 * makes it, so that the callers alone decide how many processors work.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls set-up methods.
public class ThroughputBenchmark {
  @Param({"cnn", "lite", "lite-int8"})
  String model;

  private Pipeline pipeline;
  private Image frame;

  @Setup
  public void open() {
    pipeline = Pipeline.builder().detector("haar").classifier(model).threads(1).build();
    opencv_core.setNumThreads(1);
    frame = Frames.group(640, 480, 1);
  }

  @Benchmark
  @Threads(1)
  public Analysis caller1() {
    return pipeline.analyze(frame);
  }

  @Benchmark
  @Threads(2)
  public Analysis callers2() {
    return pipeline.analyze(frame);
  }

  @Benchmark
  @Threads(4)
  public Analysis callers4() {
    return pipeline.analyze(frame);
  }

  @Benchmark
  @Threads(Threads.MAX)
  public Analysis callersOnAllProcessors() {
    return pipeline.analyze(frame);
  }

  @TearDown
  public void close() {
    pipeline.close();
  }
}
