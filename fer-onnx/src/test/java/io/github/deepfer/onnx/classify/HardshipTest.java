package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FerException;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.models.lite.quantized.LiteInt8ModelProvider;
import io.github.deepfer.onnx.OnnxMessage;
import io.github.deepfer.onnx.TinyModel;
import io.github.deepfer.onnx.tensor.FacePreprocessorTest;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What native code would crash of, were it let. */
class HardshipTest {
  private static final int THREADS = 64;
  private static final int CALLS = 20;
  private static final long HUNG_AFTER_SECONDS = 120;

  @Test
  void sixtyFourThreadsShareAClassifierThatIsClosedWhileTheyRun() throws Exception {
    Image image = FacePreprocessorTest.picture(200, 150);
    List<FaceCrop> crops =
        List.of(new FaceCrop(10, 10, 80, 80), new FaceCrop(60.5f, 30.25f, 70, 70));
    EmotionClassifier classifier =
        new OnnxClassifierBackend()
            .open(new LiteInt8ModelProvider().model(), BackendOptions.DEFAULT);
    List<EmotionProbabilities> expected = classifier.classify(image, crops);
    CountDownLatch halfway = new CountDownLatch(THREADS * CALLS / 2);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    try {
      List<Future<Integer>> finished = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        finished.add(
            threads.submit(
                () -> {
                  int done = 0;
                  try {
                    for (; done < CALLS; done++) {
                      assertThat(classifier.classify(image, crops)).isEqualTo(expected);
                      halfway.countDown();
                    }
                  } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("closed");
                  }
                  return done;
                }));
      }
      threads
          .submit(
              () -> {
                halfway.await();
                classifier.close();
                return null;
              })
          .get(HUNG_AFTER_SECONDS, TimeUnit.SECONDS);
      int done = 0;
      for (Future<Integer> each : finished) {
        done += each.get(HUNG_AFTER_SECONDS, TimeUnit.SECONDS);
      }
      assertThat(done).isBetween(THREADS * CALLS / 2, THREADS * CALLS);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A tensor of 2^46 floats is born while the model runs, where no look at the file can see it. */
  @Test
  void memoryThatCannotBeHadIsAnErrorAndNothingElse() {
    byte[] file = OnnxMessage.exploding(1L << 46).bytes();
    Model model =
        TinyModel.foreign("gray", "gray", "NCHW")
            .describing("greedy.onnx", () -> new ByteArrayInputStream(file));
    assertThatThrownBy(
            () -> new OnnxClassifierBackend().open(model, BackendOptions.DEFAULT).close())
        .isInstanceOf(FerException.class)
        .hasMessageContaining("greedy.onnx");
    try (EmotionClassifier next =
        new OnnxClassifierBackend().open(TinyModel.gray("gray").model(), BackendOptions.DEFAULT)) {
      assertThat(next.classify(FacePreprocessorTest.picture(4, 4)).asMap()).hasSize(7);
    }
  }
}
