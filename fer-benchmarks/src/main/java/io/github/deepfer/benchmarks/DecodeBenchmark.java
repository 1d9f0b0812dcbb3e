package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Image;
import io.github.deepfer.opencv.mat.Mats;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
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
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a file to pixels. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls set-up methods.
public class DecodeBenchmark {
  @Param({"jpg", "png"})
  String format;

  @Param({"640x480", "1280x720"})
  String size;

  private byte[] encoded;

  @Setup
  public void encode() {
    try (Mat mat = Mats.toMat(Size.of(size).group(1));
        BytePointer file = new BytePointer()) {
      opencv_imgcodecs.imencode("." + format, mat, file);
      encoded = new byte[(int) file.limit()];
      file.get(encoded);
    }
  }

  @Benchmark
  public Image decode() {
    return Image.decode(encoded);
  }
}
