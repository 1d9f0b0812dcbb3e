package io.github.deepfer.benchmarks;

import ai.onnxruntime.OrtException;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import java.util.Collections;
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

/**
 * Faces that fill their picture and have the network's size, so that the network is nearly all that
 * is computed: by the library, and by ONNX Runtime alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls set-up methods.
public class SessionBenchmark {
  @Param({"cnn", "lite", "lite-int8"})
  String model;

  @Param({"1", "8", "32"})
  int batch;

  @Param({"1", "2"})
  int threads;

  private EmotionClassifier classifier;
  private Image face;
  private List<FaceCrop> crops;
  private RawSession raw;

  @Setup
  public void open() throws OrtException {
    classifier = Classifiers.open(model, threads);
    face = Frames.face(48);
    crops = Collections.nCopies(batch, FaceCrop.whole(face));
    raw = new RawSession(Models.bytes(model), batch, threads);
  }

  @Benchmark
  public List<EmotionProbabilities> library() {
    return classifier.classify(face, crops);
  }

  @Benchmark
  public void onnxRuntimeAlone() {
    raw.run();
  }

  @TearDown
  public void close() throws OrtException {
    classifier.close();
    raw.close();
  }
}
