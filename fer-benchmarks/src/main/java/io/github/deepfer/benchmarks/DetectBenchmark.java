package io.github.deepfer.benchmarks;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.spi.DetectorOptions;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import java.util.List;
import java.util.ServiceLoader;
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

  private FaceDetector open;
  private Image frame;

  @Setup
  public void open() {
    open =
        ServiceLoader.load(FaceDetectorProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.id().equals(detector))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no detector " + detector))
            .open(new DetectorOptions(0));
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
