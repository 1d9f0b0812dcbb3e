package io.github.deepfer.benchmarks;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
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
 * What a classifier does around the network for one face: crop, grey, resize and normalise, a run
 * of a network that computes next to nothing, softmax. A 48x48 crop needs no resizing, so the other
 * ones show what resizing costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls set-up methods.
public class PreprocessBenchmark {
  @Param({"48", "100", "200", "400"})
  int side;

  private EmotionClassifier classifier;
  private Image frame;
  private List<FaceCrop> crop;

  @Setup
  public void open() {
    classifier = Classifiers.openEmpty();
    frame = Frames.portrait(640, 480);
    crop = List.of(new FaceCrop(40.5f, 30.25f, side, side));
  }

  @Benchmark
  public List<EmotionProbabilities> classify() {
    return classifier.classify(frame, crop);
  }

  @TearDown
  public void close() {
    classifier.close();
  }
}
